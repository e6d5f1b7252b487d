"""How far behind the camera a stream has fallen."""

from __future__ import annotations

__all__ = ["Delay"]


class Delay:
    """Compares when pictures were taken with when they came out of the decoder; one a connection.

    No clock of a camera can be trusted to be right, but each can be trusted to go: what grows beyond the least
    distance ever seen is delay, in the camera, the network or the decoder.
    """

    def __init__(self) -> None:
        self._least: float | None = None

    def measure(self, taken: float, decoded: float) -> float:
        """Return the delay in seconds; ``taken`` and ``decoded``: times of any two clocks that go at one speed."""
        distance = decoded - taken
        self._least = distance if self._least is None else min(self._least, distance)
        return distance - self._least
