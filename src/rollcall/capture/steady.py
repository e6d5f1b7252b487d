"""The clock that is never set, and goes on while the machine sleeps, so that sleep shows as a pause."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

__all__ = ["steady_seconds"]


def _choose() -> Callable[[], float]:
    # Python's own stands still while Linux and macOS sleep: a picture from before would pass for one of now. By the
    # names of the clocks there, Linux' CLOCK_MONOTONIC does so too, and macOS' does not; Windows' clock goes on.
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if hasattr(time, name):
            return partial(time.clock_gettime, getattr(time, name))
    return time.monotonic


steady_seconds = _choose()
"""Return the time in seconds since anywhen."""
