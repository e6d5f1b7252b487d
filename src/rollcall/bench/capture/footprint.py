"""What a process holds at a moment: threads, file descriptors, memory. Linux only, from /proc."""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Footprint", "footprint"]

_STATUS = Path("/proc/self/status")
_DESCRIPTORS = Path("/proc/self/fd")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What this process holds."""

    threads: int
    descriptors: int
    megabytes: float
    """Resident memory."""


def footprint() -> Footprint:
    """Return what this process holds, after Python's rubbish was collected."""
    gc.collect()
    status = _STATUS.read_text()
    return Footprint(_number("Threads", status), len(list(_DESCRIPTORS.iterdir())), _number("VmRSS", status) / 1024)


def _number(name: str, status: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    assert found is not None  # noqa: S101 - a line of every kernel
    return int(found[1])
