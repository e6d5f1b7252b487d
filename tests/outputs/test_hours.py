from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.outputs.hours import falls_into

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY = datetime(2027, 1, 11)
times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("clock", "hours", "inside"),
    [
        ("08:00", "08:00-17:00", True),
        ("16:59", "08:00-17:00", True),
        ("17:00", "08:00-17:00", False),
        ("23:59", "22:00-24:00", True),
        ("23:00", "22:00-06:00", True),
        ("05:59", "22:00-06:00", True),
        ("06:00", "22:00-06:00", False),
        ("12:00", "22:00-06:00", False),
        ("00:00", "00:00-24:00", True),
        ("03:00", "07:00-07:00", True),
    ],
)
def test_the_clock_is_inside_from_the_beginning_to_before_the_end(clock, hours, inside):
    when = datetime.combine(MONDAY, datetime.strptime(clock, "%H:%M").time())
    assert falls_into(when, hours, WEEK) is inside


@pytest.mark.parametrize(
    ("hour", "days", "inside"),
    [(23, ("mon",), True), (3, ("mon",), False), (3, ("sun",), True), (23, ("sun",), False)],
)
def test_a_night_belongs_to_the_day_that_it_begins_on(hour, days, inside):
    assert falls_into(MONDAY.replace(hour=hour), "22:00-06:00", days) is inside


@given(begin=times, end=times, minute=st.integers(0, 7 * 24 * 60 - 1), day=st.sampled_from(WEEK))
def test_every_minute_belongs_to_a_span_or_to_the_rest_of_that_day_never_to_both(begin, end, minute, day):
    when = MONDAY + timedelta(minutes=minute)
    span, rest = falls_into(when, f"{begin}-{end}", [day]), falls_into(when, f"{end}-{begin}", [day])
    assert not (span and rest) or begin == end


@given(begin=times, end=times, minute=st.integers(0, 7 * 24 * 60 - 1))
def test_on_all_days_a_span_and_its_rest_are_the_whole_day(begin, end, minute):
    when = MONDAY + timedelta(minutes=minute)
    assert falls_into(when, f"{begin}-{end}", WEEK) or falls_into(when, f"{end}-{begin}", WEEK)
