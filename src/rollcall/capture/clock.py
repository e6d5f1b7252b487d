"""The clock of a camera's frames: steady across reconnects, loops and timestamps that jump."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Arrival", "FrameClock", "Stamp"]

_JUMP_SECONDS = 3.0
"""A timestamp further than this from where the arrival of its frame puts it has jumped; a jitter buffer and a busy
machine together delay less."""
_LEAST_STEP_SECONDS = 1e-3
"""Timestamps that repeat or step back a little are moved on by this, so that no two frames share a time."""
_TRUSTED_SECONDS = 10.0
"""A sender's clock further than this from ours is set wrong, and the arrival says more."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When something came out of the network, by both of this machine's clocks, in seconds."""

    steady: float
    """Never set back (``time.monotonic``)."""
    wall: float
    """Unix time."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a frame gets: ``pts`` on the stream's own clock and Unix time, both growing with every frame."""

    pts: float
    time: float


class FrameClock:
    """Gives each frame its ``Stamp``, in the order of presentation."""

    def __init__(self) -> None:
        self._offset: float | None = None
        self._raw = 0.0
        self._arrived = 0.0
        self._last: Stamp | None = None

    def restart(self) -> None:
        """Note that the next timestamps come from a new connection and count from anywhere."""
        self._offset = None

    def offset(self) -> float:
        """Return what is added to the camera's timestamps at present; 0 before the first frame."""
        return self._offset or 0.0

    def stamp(self, raw: float | None, arrival: Arrival, sender: float | None = None) -> Stamp:
        """Return the times of a frame.

        raw: the camera's own timestamp in seconds, or None where it has none. sender: Unix time at which the camera
        says it took the picture, by its RTCP sender reports.
        """
        if raw is None:
            raw = self._raw + max(arrival.steady - self._arrived, 0.0)
        if self._offset is None or self._jumped(raw, arrival):
            self._offset = self._expected(arrival) - raw
        self._raw, self._arrived = raw, arrival.steady
        wall = sender if sender is not None and abs(sender - arrival.wall) <= _TRUSTED_SECONDS else arrival.wall
        self._last = self._after_last(raw + self._offset, wall)
        return self._last

    def _jumped(self, raw: float, arrival: Arrival) -> bool:
        return abs((raw - self._raw) - (arrival.steady - self._arrived)) > _JUMP_SECONDS

    def _expected(self, arrival: Arrival) -> float:
        """Return the time of a frame without a usable timestamp: as much later as it arrived later."""
        return 0.0 if self._last is None else self._last.pts + max(arrival.steady - self._arrived, 0.0)

    def _after_last(self, pts: float, wall: float) -> Stamp:
        if self._last is None:
            return Stamp(pts, wall)
        return Stamp(max(pts, self._last.pts + _LEAST_STEP_SECONDS), max(wall, self._last.time + _LEAST_STEP_SECONDS))
