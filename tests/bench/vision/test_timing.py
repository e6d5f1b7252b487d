"""Contestants take turns, and the first turn, which loads and compiles, does not count."""

from __future__ import annotations

import pytest

from rollcall.bench.vision.timing import Run, Timing, busiest_thread, once, take_turns, thread_times


def test_contestants_take_turns_and_the_first_does_not_count() -> None:
    order: list[str] = []
    times = {"slow": iter([99.0, 5.0, 7.0, 6.0]), "fast": iter([99.0, 1.0, 2.0, 1.5])}

    def contestant(name: str) -> Run:
        order.append(name)
        wall = next(times[name])
        return Run(wall, 2 * wall, wall / 2)

    timings = take_turns({name: lambda name=name: contestant(name) for name in times}, range(3))  # type: ignore[misc]
    assert order == ["slow", "fast"] * 4
    assert timings == {"slow": Timing(5, 6, 12, 3), "fast": Timing(1, 1.5, 3, 0.75)}


def test_a_run_is_what_the_work_took() -> None:
    done: list[int] = []
    run = once(lambda: done.append(1))
    assert done == [1]
    assert run.wall >= 0
    assert run.processor >= 0


def test_the_busiest_thread_is_told_also_where_it_began_in_between() -> None:
    assert busiest_thread({"1": 10.0, "2": 50.0}, {"1": 13.0, "2": 51.0, "3": 2.0}) == 3.0
    assert busiest_thread({}, {}) == 0.0


def test_the_time_of_a_thread_grows_by_its_work() -> None:
    before = thread_times()
    if not before:
        pytest.skip("the times of threads are known on Linux only")
    run = once(lambda: sum(range(5_000_000)))
    # Linux counts a running thread's time at its ticks, up to 10 ms late.
    assert 0 < run.busiest <= run.processor + 20
