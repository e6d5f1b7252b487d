"""Times taken in turns, so that what else the machine does hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

__all__ = ["Run", "Timing", "once", "take_turns"]


@dataclass(frozen=True)
class Run:
    """One run, in milliseconds: on the wall's clock, and of all processors together."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Timing:
    """Several runs of the same work, in milliseconds."""

    shortest: float
    """What the work takes where nothing disturbs it: other work makes runs longer, never shorter."""
    median: float
    processor: float
    """Median of the processors' time: more than ``median`` where several threads work."""


def once(work: Callable[[], object]) -> Run:
    """Run ``work`` and return what it took."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Run(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))


def take_turns(contestants: Mapping[str, Callable[[], Run]], rounds: Iterable[object]) -> dict[str, Timing]:
    """Run all in each round, after one that does not count, and return what each took."""
    for contestant in contestants.values():
        contestant()
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in rounds:
        for name, contestant in contestants.items():
            runs[name].append(contestant())
    return {name: _timing(taken) for name, taken in runs.items()}


def _timing(runs: list[Run]) -> Timing:
    walls = [run.wall for run in runs]
    return Timing(min(walls), median(walls), median(run.processor for run in runs))
