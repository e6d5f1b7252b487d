"""The process's threads for inference: how many there are, and who may use them now."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from rollcall.vision.engines.lanes import Lanes

__all__ = ["ThreadBudget", "physical_processors", "thread_budget"]

_log = logging.getLogger(__name__)

_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
_NO_QUOTA = 1 << 16

_THREADS_A_LANE = 2
# More threads do little for one inference of nets this small; a second inference beside it does more.

_FEW_THREADS = 2
# So few are better off with an inference each: the second processor decodes video, or runs the next camera's.


class ThreadBudget:
    """So many threads, and lanes in which inferences may use them at once.

    Each model has threads of its own, which sleep while there is nothing to do, so that the budget is what works at
    once, however many cameras and models there are. ONNX Runtime's pool for all models, which Python cannot keep from
    waiting actively, takes two to three times the processors for the same work.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.lanes = Lanes(threads if threads <= _FEW_THREADS else threads // _THREADS_A_LANE)
        """One is held during an inference on the processor; all by a long one that finds nobody else at work."""

    @property
    def beside(self) -> int:
        """Threads of one inference beside which others may run, its caller among them: what no lane takes, and one."""
        return self.threads - self.lanes.count + 1


_lock = threading.Lock()
_budgets: list[ThreadBudget] = []


def thread_budget(threads: int = 0) -> ThreadBudget:
    """Return the process's budget; who asks first decides how many ``threads`` it has, 0 for all processors."""
    with _lock:
        if not _budgets:
            _budgets.append(ThreadBudget(threads or physical_processors()))
        (budget,) = _budgets
    if threads not in (0, budget.threads):
        _log.info("inference keeps its %d threads: a process has one budget, set by its first model", budget.threads)
    return budget


def physical_processors() -> int:
    """Return the number of physical processors given to this process, at least 1.

    Affinity and a container's quota (cgroup v2) count; of the hyper-threads of one core only one does, since two
    threads of multiplications on one core only get in each other's way.
    """
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    cores = {_siblings(processor) for processor in os.sched_getaffinity(0)}
    return max(1, min(len(cores), _quota()))


def _siblings(processor: int) -> str:
    try:
        return Path(_TOPOLOGY.format(processor)).read_text().strip()
    except OSError:
        return str(processor)


def _quota() -> int:
    try:
        quota, period = _CGROUP_QUOTA.read_text().split()
    except (OSError, ValueError):
        return _NO_QUOTA
    return _NO_QUOTA if quota == "max" else max(1, int(quota) // int(period))
