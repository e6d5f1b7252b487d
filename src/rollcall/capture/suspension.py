"""How long this machine was suspended: the clock that Python and GStreamer wait by stands still meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["suspended_seconds"]


def _clock_that_goes_on() -> Callable[[], float] | None:
    # Linux calls it so. Of the other clocks of one name, macOS' own goes on and Python's does not; Windows' all go on.
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if hasattr(time, name):
            clock = getattr(time, name)
            return lambda: time.clock_gettime(clock)
    return None


_going_on = _clock_that_goes_on()


def suspended_seconds() -> float:
    """Return for how many seconds this machine slept since anywhen; only the difference of two answers says something.

    Where one clock both goes on and is waited by, sleep shows there as a pause, and this stays the same.
    """
    return 0.0 if _going_on is None else _going_on() - time.monotonic()
