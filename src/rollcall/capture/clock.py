"""The clock of a camera's video: steady across reconnects, loops and timestamps that jump.

A camera's timestamps count from anywhere, and from anywhere else after each reconnect. They are moved to one line by
an offset, which holds for as long as they run on: the distance between two frames is the camera's own, however
unevenly the frames arrive. Where they jump, the line goes on by as much as the clock of this machine did.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LEAST_STEP_SECONDS", "Arrival", "Stamp", "StreamClock"]

_BACK_SECONDS = 1.0
"""Timestamps this much behind the newest are still of the same line: B-frames are decoded out of order."""
_AHEAD_SECONDS = 3.0
"""Timestamps may run ahead of their arrival by as much as the network ever delayed them; more is a jump."""
_LINES = 2
"""Around a jump, frames of before and after it come mixed, since frames take longer through the decoder than packets
past it."""
LEAST_STEP_SECONDS = 1e-3
"""Pictures whose times repeat or step back a little are moved on by this, so that no two share a time."""
_TRUSTED_SECONDS = 2.0
"""A camera whose clock is further than this from ours is not set by NTP, and the arrival says more."""
_CLOCK_SET_SECONDS = 5.0
"""Wall time that steps back further than this was set; following it is better than standing still for as long."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When something came out of the network, by both clocks of this machine, in seconds."""

    steady: float
    """Never set back (``time.monotonic``)."""
    wall: float
    """Unix time."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The times of a frame: ``pts`` on the stream's own clock, and Unix time; both grow with every frame."""

    pts: float
    time: float


@dataclass(slots=True)
class _Line:
    """A run of timestamps without a jump."""

    newest: float
    arrived: float
    offset: float

    def holds(self, raw: float, steady: float) -> bool:
        return -_BACK_SECONDS <= raw - self.newest <= steady - self.arrived + _AHEAD_SECONDS


class StreamClock:
    """Places encoded packets and decoded frames of one camera on one clock."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._pts = 0.0
        self._arrived: float | None = None
        self._last: Stamp | None = None

    def restart(self) -> None:
        """Note that the next timestamps come from a new connection and count from anywhere."""
        self._lines.clear()

    def place(self, raw: float, steady: float) -> float:
        """Return the camera's timestamp ``raw`` on the stream's clock; ``steady``: when it arrived."""
        line = self._line_of(raw, steady)
        if raw >= line.newest:
            line.newest, line.arrived = raw, steady
        pts = raw + line.offset
        if self._arrived is None or pts > self._pts:
            self._pts, self._arrived = pts, steady
        return pts

    def stamp(self, raw: float | None, arrival: Arrival, sender: float | None = None) -> Stamp:
        """Return the times of the next frame, in the order of presentation.

        raw: the camera's timestamp in seconds, None where it has none. sender: Unix time at which the camera says it
        took the picture, by its RTCP sender reports.
        """
        pts = self._expected(arrival.steady) if raw is None else self.place(raw, arrival.steady)
        trusted = sender is not None and abs(sender - arrival.wall) <= _TRUSTED_SECONDS
        wall = sender if trusted and sender is not None else arrival.wall
        self._last = Stamp(pts, wall) if self._last is None else self._after(self._last, pts, wall)
        return self._last

    def _line_of(self, raw: float, steady: float) -> _Line:
        for line in self._lines:
            if line.holds(raw, steady):
                return line
        begun = _Line(raw, steady, self._expected(steady) - raw)
        self._lines = [begun, *self._lines[: _LINES - 1]]
        return begun

    def _expected(self, steady: float) -> float:
        """Return the time of what has no usable timestamp: as much later than the newest as it arrived later."""
        return 0.0 if self._arrived is None else self._pts + max(steady - self._arrived, 0.0)

    @staticmethod
    def _after(last: Stamp, pts: float, wall: float) -> Stamp:
        set_back = wall < last.time - _CLOCK_SET_SECONDS
        time = wall if set_back else max(wall, last.time + LEAST_STEP_SECONDS)
        return Stamp(max(pts, last.pts + LEAST_STEP_SECONDS), time)
