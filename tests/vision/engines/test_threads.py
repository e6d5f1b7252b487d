"""The process's threads are counted once and shared by all models."""

from __future__ import annotations

import os

import pytest

from rollcall.vision.engines.threads import ThreadBudget, physical_processors, thread_budget


@pytest.mark.parametrize(("threads", "lanes"), [(1, 1), (2, 2), (4, 2), (8, 4), (16, 8), (64, 32)])
def test_several_processors_run_several_inferences_at_once(threads: int, lanes: int) -> None:
    assert ThreadBudget(threads).lanes.count == lanes


@pytest.mark.parametrize(("threads", "pooled"), [(1, False), (2, False), (3, True), (16, True)])
def test_where_the_callers_are_all_there_is_no_pool(threads: int, pooled: bool) -> None:
    assert ThreadBudget(threads).pooled == pooled


def test_all_models_share_one_budget() -> None:
    first = thread_budget()
    assert thread_budget(first.threads + 1) is first


def test_no_more_processors_are_counted_than_the_process_may_use() -> None:
    assert 1 <= physical_processors() <= len(os.sched_getaffinity(0))
