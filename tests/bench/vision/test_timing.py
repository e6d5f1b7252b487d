"""Contestants take turns, and the first turn, which loads and compiles, does not count."""

from __future__ import annotations

from rollcall.bench.vision.timing import Run, once, take_turns


def test_contestants_take_turns_and_the_first_does_not_count() -> None:
    order: list[str] = []
    times = {"slow": iter([99.0, 5.0, 7.0, 6.0]), "fast": iter([99.0, 1.0, 2.0, 1.5])}

    def contestant(name: str) -> Run:
        order.append(name)
        wall = next(times[name])
        return Run(wall, 2 * wall)

    timings = take_turns({name: lambda name=name: contestant(name) for name in times}, range(3))  # type: ignore[misc]
    assert order == ["slow", "fast"] * 4
    assert (timings["slow"].shortest, timings["slow"].median, timings["slow"].processor) == (5, 6, 12)
    assert (timings["fast"].shortest, timings["fast"].median, timings["fast"].processor) == (1, 1.5, 3)


def test_a_run_is_what_the_work_took() -> None:
    done: list[int] = []
    run = once(lambda: done.append(1))
    assert done == [1]
    assert run.wall >= 0
    assert run.processor >= 0
