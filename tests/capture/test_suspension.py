from __future__ import annotations

import pytest

from rollcall.capture.suspension import suspended_seconds


def test_a_machine_that_runs_tests_is_awake():
    assert suspended_seconds() == pytest.approx(suspended_seconds(), abs=0.5)
