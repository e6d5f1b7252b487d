"""From the first clear face to the name, as it is counted."""

from __future__ import annotations

import numpy as np

from rollcall.bench.live.naming import NamedBox, NamingLog
from rollcall.bench.live.scene import Walker

_BOX = np.array([100, 100, 180, 200], np.float32)
_ANNA = Walker(3, "Anna", _BOX)
_AGE = 0.1


def log_of(*looks):
    log = NamingLog({3: 50})
    for number, present, seen in looks:
        log.look(number, present, seen, _AGE)
    return log


def named(name):
    return [NamedBox(name, _BOX + 5)]


def test_delay_counts_from_the_first_clear_face_and_includes_the_age_of_the_frame():
    log = log_of((0, [], []), (50, [_ANNA], named(None)), (55, [_ANNA], named("Anna")), (300, [], []))
    assert [(each.person, round(each.seconds, 6)) for each in log.done] == [(3, 0.3)]


def test_name_before_the_first_clear_face_takes_no_time():
    log = log_of((0, [], []), (40, [_ANNA], named("Anna")), (300, [], []))
    assert [each.seconds for each in log.done] == [0.0]


def test_who_was_there_at_the_first_look_counts_only_when_back():
    assert log_of((60, [_ANNA], named("Anna")), (300, [], [])).done == []


def test_who_leaves_without_a_name_is_told():
    assert [each.seconds for each in log_of((0, [], []), (50, [_ANNA], named(None)), (300, [], [])).done] == [None]


def test_name_of_somebody_else_is_a_mistake_and_no_naming():
    log = log_of((0, [], []), (50, [_ANNA], named("Bert")), (300, [], []))
    assert (log.wrong, [each.seconds for each in log.done]) == (1, [None])


def test_name_elsewhere_in_the_picture_does_not_count():
    log = log_of((0, [], []), (50, [_ANNA], [NamedBox("Anna", _BOX + 300)]), (300, [], []))
    assert (log.wrong, [each.seconds for each in log.done]) == (0, [None])
