"""How much a second, over the last moments."""

from __future__ import annotations

from collections import deque

__all__ = ["Rate"]

_WINDOW_SECONDS = 2.0


class Rate:
    """Counts what arrives; the times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[float, int]] = deque()
        self._sum = 0

    def count(self, time: float, amount: int = 1) -> None:
        """Note that ``amount`` arrived."""
        self._arrivals.append((time, amount))
        self._sum += amount
        # Here too, since nobody may ask for months.
        self._forget(time)

    def per_second(self, time: float) -> float:
        """Return what arrived a second, over the two seconds before ``time``."""
        self._forget(time)
        return self._sum / _WINDOW_SECONDS

    def _forget(self, time: float) -> None:
        while self._arrivals and self._arrivals[0][0] <= time - _WINDOW_SECONDS:
            self._sum -= self._arrivals.popleft()[1]
