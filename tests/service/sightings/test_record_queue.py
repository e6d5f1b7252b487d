from __future__ import annotations

import numpy as np
import pytest

from rollcall.model import Sighting
from rollcall.service.sightings.events import EventKind
from rollcall.service.sightings.record import Losses, Record
from rollcall.service.sightings.record_queue import RecordQueue

APPEARED, LEFT, JOINED = EventKind.APPEARED, EventKind.LEFT, EventKind.JOINED


def record(stay, kind=None, *, picture=False, end=0.0):
    snapshot = np.zeros((2, 2, 3), np.uint8) if picture else None
    return Record(("door", stay), Sighting("door", stay, 0.0, end, snapshot=snapshot), kind)


@pytest.fixture
def waiting():
    return RecordQueue[str](most=4, most_pictures=2)


def taken(waiting):
    """Take everything and return it: errands, and of records stay, kind and whether they have a picture."""
    found = []
    while (work := waiting.take(0)) is not None:
        is_record = isinstance(work, Record)
        found.append((work.key[1], work.kind, work.sighting.snapshot is not None) if is_record else work)
    return found


def test_all_comes_out_in_its_order(waiting):
    waiting.put(record(1, APPEARED, picture=True))
    waiting.send("rename")
    waiting.put(record(1, LEFT))
    assert len(waiting) == 3
    assert taken(waiting) == [(1, APPEARED, True), "rename", (1, LEFT, False)]
    assert (len(waiting), waiting.lost) == (0, Losses())


def test_a_state_that_a_later_record_tells_too_goes_first_and_is_no_loss(waiting):
    waiting.put(record(1, APPEARED))
    for end in range(20):
        waiting.put(record(1, end=float(end)))
    waiting.put(record(2, APPEARED))
    waiting.put(record(1, LEFT))
    assert taken(waiting) == [(1, APPEARED, False), (2, APPEARED, False), (1, LEFT, False)]
    assert waiting.lost == Losses()


def test_the_oldest_pictures_go_before_any_record(waiting):
    for stay in range(4):
        waiting.put(record(stay, LEFT, picture=True))
    assert taken(waiting) == [(0, LEFT, False), (1, LEFT, False), (2, LEFT, True), (3, LEFT, True)]
    assert waiting.lost == Losses(pictures=2)


def test_a_picture_that_a_later_record_of_the_stay_has_is_no_loss(waiting):
    waiting.put(record(1, APPEARED, picture=True))
    waiting.put(record(1, EventKind.NAMED, picture=True))
    waiting.put(record(1, LEFT, picture=True))
    assert [pictured for *_, pictured in taken(waiting)] == [False, True, True]
    assert waiting.lost == Losses()


def test_the_oldest_records_go_at_last_and_are_counted(waiting):
    for stay in range(7):
        waiting.put(record(stay, LEFT))
    assert [stay for stay, *_ in taken(waiting)] == [3, 4, 5, 6]
    assert waiting.lost == Losses(changes=3)


@pytest.mark.parametrize("end", [LEFT, JOINED])
def test_the_end_of_a_stay_that_was_begun_never_goes(waiting, end):
    """Its number is given anew one day; whoever writes must not take the new stay for it."""
    waiting.put(record(1, APPEARED))
    assert waiting.take(0).key[1] == 1
    waiting.put(record(1, end))
    waiting.send("rename")
    for stay in range(2, 8):
        waiting.put(record(stay, LEFT))
    assert taken(waiting) == [(1, end, False), "rename", (6, LEFT, False), (7, LEFT, False)]
    for stay in range(6):
        waiting.put(record(1, end) if stay == 0 else record(stay + 1, LEFT))
    assert [stay for stay, *_ in taken(waiting)] == [3, 4, 5, 6]


def test_losses_are_told_once_when_they_begin_and_counted_when_they_end(waiting, caplog):
    for stay in range(7):
        waiting.put(record(stay, LEFT, picture=True))
    assert [line.levelname for line in caplog.records] == ["ERROR"]
    taken(waiting)
    waiting.put(record(8, LEFT))
    taken(waiting)
    assert [line.message for line in caplog.records[1:]] == [
        "sightings are written again; 3 changes of sightings and 5 pictures were given up meanwhile"
    ]
