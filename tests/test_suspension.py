from __future__ import annotations

import sys
import time

import pytest

from rollcall.suspension import steady_seconds, suspended_seconds


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a clock of this name")
def test_the_steady_clock_counts_the_time_in_which_the_machine_slept():
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= steady_seconds() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_a_machine_that_runs_tests_is_awake():
    assert suspended_seconds() == pytest.approx(suspended_seconds(), abs=0.5)
