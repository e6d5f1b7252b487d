"""A thread that turns a watched camera's packets and scenes into messages for the event loop, for all who watch."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from rollcall.service import Pipeline
from rollcall.view import Feed
from rollcall.view.fragments import Fragmenter, VideoFormat
from rollcall.web.live.messages import format_message, scene_message, unsupported_message

__all__ = ["Kind", "LiveReading", "Message", "newest_scene"]

_READ_SECONDS = 0.5
"""How long one look for a packet takes at most: the delay of noticing that the program ends."""
_PLAYABLE = "H264"


class Kind(Enum):
    """What a message is."""

    FORMAT = auto()
    """Of the video after it."""
    KEYFRAME = auto()
    """A picture that a viewer can begin with."""
    PICTURE = auto()
    """One that only goes with those before it."""
    WORDS = auto()
    """A scene, or that this video cannot be sent: what needs nothing before it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent at once: text and MP4."""

    kind: Kind
    parts: tuple[str | bytes, ...]


class LiveReading:
    """Reads one camera from its making to ``stop``, or to the end of its video."""

    def __init__(
        self, pipeline: Pipeline, feed: Feed, take: Callable[[LiveReading, tuple[Message, ...]], None]
    ) -> None:
        """Call ``take`` on the running loop with what came, the newest scene among it; with nothing at the end."""
        self._pipeline = pipeline
        self._feed = feed
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._stopped = threading.Event()
        self._end_scenes = pipeline.scenes.listen(self._tell_scene)
        threading.Thread(target=self._read, name=f"live-{pipeline.name}", daemon=True).start()

    def stop(self) -> None:
        """Read no further."""
        self._stopped.set()
        self._end_scenes()

    def _tell(self, *messages: Message) -> None:
        # The loop may be closed between the last message and the end of this thread.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._take, self, messages)

    def _tell_scene(self) -> None:
        scene = newest_scene(self._pipeline)
        if scene is not None:
            self._tell(scene)

    def _read(self) -> None:
        try:
            self._read_packets()
        finally:
            # Whatever it was that ended this: viewers who are told come again, others would wait for ever.
            self._tell()

    def _read_packets(self) -> None:
        fragmenter, form, keyframe = None, None, False
        with self._pipeline.packets() as packets:
            while not (self._stopped.is_set() or self._feed.pictures.closed or packets.closed):
                if self._pipeline.status.codec not in {"", _PLAYABLE}:
                    self._tell(Message(Kind.WORDS, (unsupported_message(self._pipeline.status.codec),)))
                    break
                packet = packets.read(_READ_SECONDS)
                if packet is None:
                    continue
                if fragmenter is None or packet.format != form:
                    fragmenter, form = Fragmenter(packet.format.width, packet.format.height), packet.format
                # The picture that comes out is the one before this.
                if made := fragmenter.add(packet):
                    self._tell(*(_message(each, keyframe=keyframe) for each in made))
                keyframe = packet.keyframe


def newest_scene(pipeline: Pipeline) -> Message | None:
    """Return who is where in the newest analysed frame, or None before the first."""
    scene = pipeline.scenes.value
    return None if scene is None else Message(Kind.WORDS, (scene_message(scene),))


def _message(made: VideoFormat | bytes, *, keyframe: bool) -> Message:
    if isinstance(made, VideoFormat):
        return Message(Kind.FORMAT, (format_message(made), made.initialisation))
    return Message(Kind.KEYFRAME if keyframe else Kind.PICTURE, (made,))
