"""How much a second, over the last moments."""

from __future__ import annotations

from collections import deque

__all__ = ["Rate"]

_WINDOW_SECONDS = 2.0


class Rate:
    """Counts what arrives; the times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[float, float]] = deque()

    def count(self, time: float, amount: float = 1.0) -> None:
        """Note that ``amount`` arrived."""
        self._arrivals.append((time, amount))

    def per_second(self, time: float) -> float:
        """Return what arrived a second, over the two seconds before ``time``."""
        while self._arrivals and self._arrivals[0][0] <= time - _WINDOW_SECONDS:
            self._arrivals.popleft()
        return sum(amount for _, amount in self._arrivals) / _WINDOW_SECONDS
