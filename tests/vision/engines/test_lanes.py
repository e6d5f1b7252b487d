"""No more inferences run than there are lanes, and all lanes go only to one that finds nobody else."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from rollcall.vision.engines.lanes import Lanes

PATIENCE = 10.0


@pytest.fixture
def lanes() -> Lanes:
    return Lanes(3)


def _goes_on(lanes: Lanes) -> threading.Event:
    """Return what is set once another thread has had a lane."""
    had = threading.Event()

    def work() -> None:
        with lanes.one():
            had.set()

    threading.Thread(target=work, daemon=True).start()
    return had


def test_who_is_alone_gets_all(lanes: Lanes) -> None:
    with lanes.all_or_one() as held:
        assert held == 3


def test_who_finds_another_goes_beside_it(lanes: Lanes) -> None:
    with lanes.one() as first, lanes.all_or_one() as second:
        assert (first, second) == (1, 1)


def test_all_lanes_are_free_again_afterwards(lanes: Lanes) -> None:
    for _ in range(2):
        with lanes.all_or_one() as held:
            assert held == 3
    with pytest.raises(ValueError, match="thirteen"), lanes.all_or_one():
        raise ValueError("thirteen")
    with lanes.all_or_one() as held:
        assert held == 3


def test_the_last_lane_can_be_had_and_no_more(lanes: Lanes) -> None:
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(lanes.one())
        assert _goes_on(lanes).wait(PATIENCE)
        with lanes.one():
            waiting = _goes_on(lanes)
            assert not waiting.is_set()
    assert waiting.wait(PATIENCE)


def test_all_who_waited_for_a_long_one_go_on_together(lanes: Lanes) -> None:
    together = threading.Barrier(3, timeout=PATIENCE)

    def work() -> None:
        with lanes.one():
            together.wait()

    with lanes.all_or_one():
        threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not together.broken
