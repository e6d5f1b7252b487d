"""How many processors this process may use."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["physical_processors"]

_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"


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
        return 1 << 16
    return 1 << 16 if quota == "max" else max(1, int(quota) // int(period))
