"""Waiting for what another thread or process does, without a guess at how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["until"]

T = TypeVar("T")
_LONGEST_SECONDS = 30.0


def until(asked: Callable[[], T], *, true: Callable[[T], object] = bool) -> T:
    """Return what ``asked`` gives once it is ``true``; fails where it never is."""
    end = time.monotonic() + _LONGEST_SECONDS
    while not true(given := asked()):
        assert time.monotonic() < end, f"never came about; last: {given}"
        time.sleep(0.01)
    return given
