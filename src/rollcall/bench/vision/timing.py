"""Times taken in turns, so that what else the machine does hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

__all__ = ["Run", "Timing", "busiest_thread", "once", "take_turns", "thread_times"]


@dataclass(frozen=True)
class Run:
    """One run, in milliseconds: on the wall's clock, and of all processors together."""

    wall: float
    processor: float
    busiest: float
    """Processor time of the thread that worked most: what the work takes on a machine that has nothing else to do."""


@dataclass(frozen=True)
class Timing:
    """Several runs of the same work, in milliseconds."""

    shortest: float
    """What the work takes where nothing disturbs it: other work makes runs longer, never shorter."""
    median: float
    processor: float
    """Median of the processors' time: more than ``median`` where several threads work."""
    busiest: float
    """Median of the busiest thread's time, which other work on the machine does not lengthen by its turns."""


def once(work: Callable[[], object]) -> Run:
    """Run ``work`` and return what it took."""
    threads, wall, processor = thread_times(), time.perf_counter(), time.process_time()
    work()
    taken = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor)
    return Run(*taken, busiest_thread(threads, thread_times()))


def thread_times(process: int | str = "self") -> dict[str, float]:
    """Return the processor time of each thread of a process so far, in milliseconds; Linux only, nothing elsewhere.

    The time of a thread that runs now is up to a tick of the system late: 1 to 10 ms.
    """
    times = {}
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        try:
            times[thread.parent.name] = int(thread.read_text().split()[0]) / 1e6
        except OSError:
            # It ended in the meantime.
            continue
    return times


def busiest_thread(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Return the time of the thread that worked most between two looks."""
    return max((now - before.get(thread, 0.0) for thread, now in after.items()), default=0.0)


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
    return Timing(min(walls), median(walls), median(run.processor for run in runs), median(run.busiest for run in runs))
