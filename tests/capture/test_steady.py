from __future__ import annotations

import sys
import time

import pytest

from rollcall.capture.steady import steady_seconds


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has a clock of this name")
def test_it_counts_the_time_that_this_machine_slept():
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    now = steady_seconds()
    assert before <= now <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_it_never_goes_back():
    times = [steady_seconds() for _ in range(1000)]
    assert times == sorted(times)
