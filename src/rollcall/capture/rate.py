"""Frames a second, over the last moments."""

from __future__ import annotations

from collections import deque

__all__ = ["FrameRate"]

_WINDOW_SECONDS = 2.0


class FrameRate:
    """Counts what arrives; the times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def count(self, time: float) -> None:
        """Note an arrival."""
        self._times.append(time)

    def per_second(self, time: float) -> float:
        """Return the arrivals a second over the two seconds before ``time``."""
        while self._times and self._times[0] <= time - _WINDOW_SECONDS:
            self._times.popleft()
        return len(self._times) / _WINDOW_SECONDS

    def reset(self) -> None:
        """Forget what arrived."""
        self._times.clear()
