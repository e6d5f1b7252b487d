"""What an hour of trouble is read by."""

from __future__ import annotations

import pytest

from rollcall.bench.soak.samples import Sample, trends_of


def samples(count, megabytes):
    return [Sample(60.0 * number, megabytes(number), 20, 50, 1.0, 100 * number, number) for number in range(count)]


def test_growth_is_told_by_the_hour():
    trends = {trend.name: trend for trend in trends_of(samples(30, lambda number: 300 + 2 * number))}
    assert trends["megabytes"].an_hour == pytest.approx(120)
    assert trends["megabytes"].last_third > trends["megabytes"].first_third
    assert trends["threads"].an_hour == pytest.approx(0)


def test_the_first_tenth_is_left_out_while_caches_fill():
    trends = {trend.name: trend for trend in trends_of(samples(30, lambda number: 100 if number < 3 else 300))}
    assert (trends["megabytes"].first_third, trends["megabytes"].an_hour) == (300, pytest.approx(0))
