from __future__ import annotations

import threading

from rollcall.capture.packets import Packet, PacketFeed, PacketFormat

FORMAT = PacketFormat("H264", 640, 360, "high", "4")


def packet(number, *, keyframe=False, size=10):
    return Packet(bytes(size), number / 25, number / 25, keyframe, FORMAT)


def read_all(subscription):
    return [round(read.pts * 25) for read in iter(lambda: subscription.read(0), None)]


def test_a_reader_begins_with_the_newest_keyframe():
    feed = PacketFeed()
    for number in range(8):
        feed.put(packet(number, keyframe=number in (0, 5)))
    subscription = feed.subscribe()
    feed.put(packet(8))
    assert read_all(subscription) == [5, 6, 7, 8]


def test_a_reader_who_comes_before_the_first_keyframe_begins_there():
    feed = PacketFeed()
    subscription = feed.subscribe()
    for number in range(4):
        feed.put(packet(number, keyframe=number == 2))
    assert read_all(subscription) == [2, 3]
    assert subscription.lost == 0


def test_a_slow_reader_loses_whole_groups_and_nobody_else_does():
    feed = PacketFeed()
    slow, quick = feed.subscribe(limit=4), feed.subscribe()
    for number in range(12):
        feed.put(packet(number, keyframe=number % 6 == 0))
    assert read_all(quick) == list(range(12))
    assert read_all(slow) == []
    assert slow.lost == 12
    assert quick.lost == 0


def test_after_a_loss_a_reader_goes_on_at_a_keyframe_and_knows_how_much_is_missing():
    feed = PacketFeed()
    slow = feed.subscribe(limit=4)
    for number in range(7):
        feed.put(packet(number, keyframe=number == 0))
    feed.put(packet(7, keyframe=True))
    feed.put(packet(8))
    assert read_all(slow) == [7, 8]
    assert slow.lost == 7


def test_a_new_connection_continues_nothing_of_the_old_one():
    feed = PacketFeed()
    feed.put(packet(0, keyframe=True))
    early = feed.subscribe()
    feed.restart()
    late = feed.subscribe()
    feed.put(packet(1))
    feed.put(packet(2, keyframe=True))
    assert read_all(early) == [0, 2]
    assert read_all(late) == [2]


def test_a_group_too_large_to_keep_makes_late_readers_wait_for_the_next_keyframe():
    feed = PacketFeed()
    feed.put(packet(0, keyframe=True, size=9_000_000))
    feed.put(packet(1, size=9_000_000))
    late = feed.subscribe()
    feed.put(packet(2))
    feed.put(packet(3, keyframe=True))
    assert read_all(late) == [3]


def test_the_end_wakes_a_reader():
    feed = PacketFeed()
    subscription = feed.subscribe()
    answers = []
    reader = threading.Thread(target=lambda: answers.append(subscription.read(20)))
    reader.start()
    feed.end()
    reader.join(10)
    assert answers == [None]
    assert subscription.closed
    assert feed.subscribe().closed


def test_a_closed_reader_is_given_nothing_more():
    feed = PacketFeed()
    with feed.subscribe() as subscription:
        pass
    feed.put(packet(0, keyframe=True))
    assert subscription.read(0) is None
