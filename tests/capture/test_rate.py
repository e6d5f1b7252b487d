from __future__ import annotations

import tracemalloc

from rollcall.capture.rate import Rate


def test_the_rate_is_that_of_the_last_two_seconds():
    rate = Rate()
    for frame in range(250):
        rate.count(frame / 25)
    assert rate.per_second(249 / 25) == 25


def test_what_stopped_is_forgotten_after_two_seconds():
    rate = Rate()
    rate.count(1.0)
    assert rate.per_second(1.5) == 0.5
    assert rate.per_second(3.1) == 0.0


def test_amounts_are_summed():
    rate = Rate()
    rate.count(1.0, 3000)
    rate.count(1.5, 1000)
    assert rate.per_second(2.0) == 2000


def test_a_rate_that_nobody_asks_for_takes_no_memory():
    rate = Rate()
    tracemalloc.start()
    try:
        for frame in range(50_000):
            rate.count(frame / 25)
        assert tracemalloc.get_traced_memory()[0] < 50_000
    finally:
        tracemalloc.stop()
    assert rate.per_second(49_999 / 25) == 25
