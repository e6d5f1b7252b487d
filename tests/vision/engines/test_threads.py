"""The process's threads are counted once and shared by all models."""

from __future__ import annotations

import os

import pytest

from rollcall.vision.engines.threads import ThreadBudget, physical_processors, thread_budget


@pytest.mark.parametrize(("threads", "lanes"), [(1, 1), (2, 2), (4, 2), (8, 4), (16, 8), (64, 32)])
def test_several_processors_run_several_inferences_at_once(threads: int, lanes: int) -> None:
    assert ThreadBudget(threads).lanes.count == lanes


@pytest.mark.parametrize(("threads", "beside"), [(1, 1), (2, 1), (3, 3), (4, 3), (16, 9)])
def test_callers_in_all_lanes_and_the_threads_that_help_them_are_the_budget(threads: int, beside: int) -> None:
    budget = ThreadBudget(threads)
    assert budget.beside == beside
    assert budget.lanes.count + budget.beside - 1 == threads


def test_all_models_share_one_budget() -> None:
    first = thread_budget()
    assert thread_budget(first.threads + 1) is first


def test_no_more_processors_are_counted_than_the_process_may_use() -> None:
    assert 1 <= physical_processors() <= len(os.sched_getaffinity(0))
