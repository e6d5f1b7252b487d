"""The process's threads for inference: how many there are, and who may use them now."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

import onnxruntime

from rollcall.vision.engines.lanes import Lanes

__all__ = ["ThreadBudget", "physical_processors", "thread_budget"]

_log = logging.getLogger(__name__)

_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
_NO_QUOTA = 1 << 16

_THREADS_A_LANE = 2
# More threads do little for one inference of nets this small; a second inference beside it does more. They wait for
# each other actively, which on a busy machine is half of what they take: SCRFD-500M in ONNX Runtime, 640x384, takes
# 12.2 ms of a processor by one thread, 13 to 24 ms by two.

_FEW_THREADS = 2
# So few are better off with an inference each: the second processor decodes video, or runs the next camera's.


class ThreadBudget:
    """So many threads, and lanes in which inferences may use them at once.

    In ONNX Runtime all models share one pool, whose threads wait actively for work. A pool for each, its default, makes
    the threads of one wait while another's work: a detector and an embedder in turn then take twice the sum of their
    times. The pool and the callers in the lanes together are the budget, so any number of cameras asks for no more
    threads than there are, and an inference that is alone has the whole pool. Where the callers are the whole budget
    there is no pool.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.lanes = Lanes(threads if threads <= _FEW_THREADS else threads // _THREADS_A_LANE)
        """One is held during an inference on the processor; all by a long one that finds nobody else at work."""
        self._opened = False

    @property
    def pooled(self) -> bool:
        """Whether there is a pool beside the callers."""
        return self.lanes.count < self.threads

    def open(self) -> None:
        """Give ONNX Runtime its pool, before its first session; later it takes none."""
        if self._opened or not self.pooled:
            return
        self._opened = True
        try:
            # The pool counts its caller as one of its threads.
            onnxruntime.set_global_thread_pool_sizes(self.threads - self.lanes.count + 1, 1)
        except Exception as error:
            _log.warning("inference keeps the thread pool that was opened before: %s", error)


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
