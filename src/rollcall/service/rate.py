"""How many times a second something happens."""

from __future__ import annotations

from collections import deque

__all__ = ["Rate"]

_WINDOW = 50
"""Events that the rate is taken over: two seconds of a camera at 25 frames a second."""


class Rate:
    """Events a second over the newest events; time is given, not read."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=_WINDOW)

    def count(self, time: float) -> None:
        """Count one event at ``time`` in seconds."""
        self._times.append(time)

    @property
    def per_second(self) -> float:
        """Events a second between the first and the last of the window; 0 before there are two."""
        times = tuple(self._times)
        span = times[-1] - times[0] if len(times) > 1 else 0.0
        return (len(times) - 1) / span if span > 0 else 0.0
