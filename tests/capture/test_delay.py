from __future__ import annotations

import pytest

from rollcall.capture.delay import Delay


def test_the_first_picture_is_on_time_whatever_the_clocks_say():
    assert Delay().measure(taken=5_000_000.0, decoded=3.0) == 0.0


def test_what_comes_later_than_at_best_is_delayed_by_the_difference():
    delay = Delay()
    measured = [delay.measure(taken, decoded) for taken, decoded in [(0, 10.3), (1, 11.2), (2, 12.2), (3, 15.2)]]
    assert measured == pytest.approx([0, 0, 0, 2.0])


def test_a_better_moment_sets_a_new_best():
    delay = Delay()
    delay.measure(0, 3.0)
    assert delay.measure(1, 1.5) == 0
    assert delay.measure(2, 3.0) == pytest.approx(0.5)
