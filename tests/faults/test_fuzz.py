"""Nonsense from the network ends no process; `rollcall bench capture` goes on for longer."""

from __future__ import annotations

import pytest

from rollcall.bench.capture.fuzz import fuzz


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nonsense_ends_no_process_and_a_good_camera_is_shown_afterwards(seed):
    endurance = fuzz(seconds=10, seed=seed)
    assert endurance.survived, endurance
    assert endurance.recovered, endurance
    assert endurance.connections > 1
