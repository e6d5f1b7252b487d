"""What waits for one viewer of live video: all of it in order, or, for a slow one, from a keyframe on."""

from __future__ import annotations

import asyncio

from rollcall.web.live.reading import Kind, Message
from rollcall.web.live.video import ViewerQueue

FORMAT = Message(Kind.FORMAT, ("format", b"moov"))
SCENE = Message(Kind.WORDS, ("scene",))
_TOO_MANY = 600


def picture(number, kind=Kind.PICTURE):
    return Message(kind, (bytes([number % 256]),))


def sent(*messages, begin=()):
    """Return what a viewer is sent who was given all of ``messages`` before taking the first."""

    async def take():
        queue = ViewerQueue()
        if begin:
            queue.begin(begin)
        for message in messages:
            queue.put(message, FORMAT)
        queue.end()
        return [message async for message in queue.messages()]

    return asyncio.run(take())


def test_viewer_in_step_gets_everything_in_order():
    begin = (FORMAT, picture(0, Kind.KEYFRAME))
    rest = (picture(1), SCENE, picture(2, Kind.KEYFRAME), picture(3))
    assert sent(*rest, begin=begin) == [*begin, *rest]


def test_viewer_who_comes_between_keyframes_waits_for_the_next_but_sees_words():
    key = picture(2, Kind.KEYFRAME)
    assert sent(picture(1), SCENE, key, picture(3)) == [SCENE, FORMAT, key, picture(3)]


def test_slow_viewer_goes_on_with_the_next_keyframe_and_its_format():
    begin, key = (FORMAT, picture(0, Kind.KEYFRAME)), picture(9, Kind.KEYFRAME)
    got = sent(*(picture(number) for number in range(_TOO_MANY)), key, picture(10), begin=begin)
    assert got == [FORMAT, key, picture(10)]
