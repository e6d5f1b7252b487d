from __future__ import annotations

import pytest

from rollcall.model import Sighting
from rollcall.service import Event, EventKind
from rollcall.web.live.event_ring import EventRing, Gap, Place


def happen(ring, count):
    for number in range(count):
        ring.add(Event(EventKind.APPEARED, Sighting("door", number, 10.0, 20.0)))


def tracks(events):
    return [event.track for event in events]


@pytest.fixture
def ring():
    return EventRing(size=3)


def test_nothing_comes_after_now(ring):
    happen(ring, 2)
    assert ring.after(ring.now, 10) == ((), ring.now, None)


def test_what_was_missed_is_told_in_order(ring):
    place = ring.now
    happen(ring, 3)
    events, place, gap = ring.after(place, 10)
    assert (tracks(events), gap) == ([0, 1, 2], None)
    assert ring.after(place, 10) == ((), ring.now, None)


def test_many_are_told_in_several_goes(ring):
    happen(ring, 3)
    events, place, _ = ring.after(Place(ring.epoch, 0), 2)
    rest, _, _ = ring.after(place, 2)
    assert (tracks(events), tracks(rest)) == ([0, 1], [2])


def test_what_is_lost_is_counted(ring):
    happen(ring, 5)
    events, _, gap = ring.after(Place(ring.epoch, 1), 10)
    assert (tracks(events), gap) == ([2, 3, 4], Gap(1))


def test_place_of_another_run_loses_nobody_knows_what(ring):
    happen(ring, 2)
    events, _, gap = ring.after(Place("00000000", 7), 10)
    assert (tracks(events), gap) == ([0, 1], Gap(None))


def test_place_in_the_future_is_of_another_run(ring):
    happen(ring, 1)
    assert ring.after(Place(ring.epoch, 9), 10)[2] == Gap(None)


def test_id_of_an_event_is_the_place_after_it(ring):
    happen(ring, 2)
    first, second = ring.after(Place(ring.epoch, 0), 10)[0]
    assert ring.after(Place.parse(first.id), 10)[0] == (second,)


def test_nothing_of_what_was_erased_is_told_any_more(ring):
    happen(ring, 2)
    ring.forget()
    assert ring.after(Place(ring.epoch, 1), 10) == ((), ring.now, Gap(1))
    assert ring.after(ring.now, 10) == ((), ring.now, None)
    happen(ring, 1)
    assert tracks(ring.after(Place(ring.epoch, 2), 10)[0]) == [0]


@pytest.mark.parametrize("text", ["", "x", "0-0", "0123456789-1", "01234567-", "01234567--1", "01234567-" + "9" * 16])
def test_other_texts_are_no_place(text):
    assert Place.parse(text) is None


def test_ring_keeps_no_picture(ring):
    import numpy as np

    ring.add(Event(EventKind.APPEARED, Sighting("door", 1, 10.0, 20.0, snapshot=np.zeros((9, 9, 3), np.uint8))))
    assert not any(isinstance(value, np.ndarray) for value in dict(ring.after(Place("", 0), 1)[0][0]).values())
