from __future__ import annotations

import pytest

from rollcall.store.forgetting.believed_clock import BelievedClock, ClockHistory
from store.samples import NOW

HOUR = 3600.0
DAY = 86_400.0
YEAR = 365 * DAY


def doubts(*readings: tuple[float, float]) -> list[bool]:
    """Return after which readings the clock is doubted: each what it says from NOW on, and what passed before it."""
    history, found = ClockHistory(NOW), []
    for offset, passed in readings:
        history = history.read(NOW + offset, passed)
        found.append(history.doubt is not None)
    return found


@pytest.mark.parametrize(
    ("readings", "doubted"),
    [
        pytest.param([(HOUR, HOUR), (2 * HOUR, HOUR)], [False, False], id="goes on"),
        pytest.param([(24 * DAY, 0)], [False], id="off over the holidays"),
        pytest.param([(60 * DAY, 60 * DAY)], [False], id="nobody looked for two months of running"),
        pytest.param([(YEAR, HOUR), (YEAR + HOUR, HOUR)], [True, True], id="set ahead while running"),
        pytest.param([(YEAR, 0), (2 * HOUR, HOUR)], [True, False], id="ahead at a start, and put right"),
        pytest.param([(-YEAR, 0), (2 * HOUR, HOUR)], [True, False], id="no battery, and put right"),
        pytest.param([(60 * DAY, 0), (60.5 * DAY, DAY / 2), (61 * DAY, DAY / 2)], [True, True, False], id="really off"),
        pytest.param([(60 * DAY, 0), (60.4 * DAY, 0.4 * DAY), (61 * DAY, 0)], [True, True, False], id="off at night"),
        pytest.param([(60 * DAY, 0), (YEAR, DAY), (YEAR + HOUR, HOUR)], [True, True, True], id="jumps in its trial"),
        pytest.param([(-YEAR, 0), (-YEAR + DAY, DAY)], [True, False], id="was ahead before, and was put right"),
    ],
)
def test_a_clock_that_jumps_is_believed_once_it_goes_steadily_for_a_day(readings, doubted):
    assert doubts(*readings) == doubted


def test_a_doubt_is_told_with_what_to_do():
    ahead, behind = (ClockHistory(NOW).read(NOW + days * DAY, 0).doubt for days in (40, -40))
    assert "40 days ahead of what was expected: nothing outdated is deleted before" in ahead
    assert "40 days behind what was expected" in behind
    assert "\n" not in ahead


def test_a_time_that_no_calendar_has_is_told_too():
    assert "s after 1970" in ClockHistory(NOW).read(1e18, 0).doubt


def test_what_is_known_of_the_clock_outlives_the_program(store):
    assert BelievedClock(store.preferences).read(NOW) is None
    clock = BelievedClock(store.preferences)
    assert clock.doubt(NOW + YEAR) is not None
    assert clock.doubt(NOW + DAY) is None  # asking is no reading
    assert clock.read(NOW + YEAR) is not None
    assert BelievedClock(store.preferences).doubt(NOW + YEAR + HOUR) is not None
    assert BelievedClock(store.preferences).read(NOW + YEAR + DAY) is None


def test_between_two_readings_only_what_passed_is_plausible(store):
    steady = iter([0.0, 60 * DAY, 60 * DAY, 60 * DAY])
    clock = BelievedClock(store.preferences, steady=lambda: next(steady))
    clock.read(NOW)
    assert clock.read(NOW + 60 * DAY) is None
    assert clock.doubt(NOW + 120 * DAY) is not None
