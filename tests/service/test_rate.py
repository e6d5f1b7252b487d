from __future__ import annotations

import pytest

from rollcall.service.rate import Rate


def test_rate_is_that_of_the_newest_events():
    rate = Rate()
    for number in range(100):
        rate.count(number / 5)
    for number in range(200):
        rate.count(20 + number / 25)
    assert rate.per_second == pytest.approx(25.0)


@pytest.mark.parametrize("times", [(), (1.0,), (1.0, 1.0)])
def test_rate_is_zero_before_there_is_one(times):
    rate = Rate()
    for time in times:
        rate.count(time)
    assert rate.per_second == 0.0
