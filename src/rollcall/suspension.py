"""Time in which this machine slept: the clock that Python and GStreamer wait by stands still meanwhile."""

from __future__ import annotations

import time

__all__ = ["steady_seconds", "suspended_seconds"]

_NAMES = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
"""Linux' clock that goes on, and macOS', whose CLOCK_MONOTONIC is not the one of Python. Windows' clocks all go on."""
_CLOCK = next((getattr(time, name) for name in _NAMES if hasattr(time, name)), None)


def steady_seconds() -> float:
    """Return seconds since anywhen, by a clock that nobody sets and that goes on while the machine sleeps."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


def suspended_seconds() -> float:
    """Return for how many seconds this machine slept since anywhen; only the difference of two answers says something.

    Where the clock that is waited by goes on, sleep shows there as a pause, and this stays the same.
    """
    return steady_seconds() - time.monotonic()
