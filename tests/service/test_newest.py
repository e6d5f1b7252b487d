from __future__ import annotations

import threading

from rollcall.service.newest import Newest


def test_a_reader_gets_the_newest_value_and_never_an_older_one():
    place: Newest[str] = Newest()
    for value in "abc":
        place.put(value)
    assert place.wait(0, 0.0) == (3, "c")
    assert place.wait(3, 0.0) == (3, None)


def test_every_reader_gets_the_value():
    place: Newest[int] = Newest()
    got: list[tuple[int, int | None]] = []
    readers = [threading.Thread(target=lambda: got.append(place.wait(0, 10.0))) for _ in range(5)]
    for reader in readers:
        reader.start()
    place.put(7)
    for reader in readers:
        reader.join()
    assert got == [(1, 7)] * 5


def test_closing_wakes_whoever_waits():
    place: Newest[int] = Newest()
    got: list[tuple[int, int | None]] = []
    reader = threading.Thread(target=lambda: got.append(place.wait(0, 60.0)))
    reader.start()
    place.close()
    reader.join(10.0)
    assert got == [(0, None)]
    assert place.closed


def test_a_listener_is_told_until_it_stops():
    place: Newest[int] = Newest()
    heard: list[int | None] = []
    stop = place.listen(lambda: heard.append(place.value))
    place.put(1)
    stop()
    stop()
    place.put(2)
    assert heard == [1]
