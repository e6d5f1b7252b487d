"""Whether the machine's clock can be believed: by one that is years ahead everything is old enough to be deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from rollcall.store.preferences import Preferences
from rollcall.suspension import steady_seconds

__all__ = ["BelievedClock", "ClockHistory"]

_KEY = "clock"
_DAY = 86_400.0
_PLAUSIBLE_SECONDS = 31 * _DAY
"""So far may the clock be from what is expected of it: over the longest holidays a machine is off, or asleep. What a
clock that is wrong by less deletes too early was of its last month; one without a battery is wrong by years."""
_TRIAL_SECONDS = _DAY
"""So long a clock that was doubted must go steadily; whoever has set it wrong notices within that time."""


@dataclass(frozen=True, slots=True)
class ClockHistory:
    """What is known of the clock; all in Unix seconds."""

    expected: float
    """The last reading that was believed, and what has passed since as far as the program saw it pass."""
    tried_since: float | None = None
    """By a clock that is doubted: when its trial began. None where the last reading was believed."""
    tried: float | None = None
    """The last reading of a clock that is doubted."""

    def read(self, now: float, passed: float) -> ClockHistory:
        """Return what is known once the clock says ``now``.

        ``passed``: seconds since the last reading as a clock tells that nobody sets; 0 where nobody was there to see.
        """
        expected = self.expected + passed
        if _is_plausible(now, expected):
            return ClockHistory(now)
        goes_on = self.tried is not None and _is_plausible(now, self.tried + passed)
        since = self.tried_since if goes_on and self.tried_since is not None else now
        return ClockHistory(now) if now - since >= _TRIAL_SECONDS else ClockHistory(expected, since, now)

    @property
    def doubt(self) -> str | None:
        """Why the last reading is not believed, in one line; None where it is."""
        if self.tried is None or self.tried_since is None:
            return None
        days = round(abs(self.tried - self.expected) / _DAY)
        ahead = self.tried > self.expected
        where = f"{days} days ahead of what was expected" if ahead else f"{days} days behind what was expected"
        until = _words(self.tried_since + _TRIAL_SECONDS)
        return (
            f"The clock says {_words(self.tried)}, {where}: nothing outdated is deleted before {until}."
            " If the clock is wrong, set it."
        )


class BelievedClock:
    """The machine's clock as it was read over the runs of the program; one thread reads, any may ask."""

    def __init__(self, preferences: Preferences, steady: Callable[[], float] = steady_seconds) -> None:
        """``steady``: seconds, by a clock that nobody sets, and that goes on while the machine sleeps."""
        self._preferences = preferences
        self._steady = steady
        self._read_at: float | None = None

    def read(self, now: float) -> str | None:
        """Remember that the clock says ``now``, and return why that is not believed; None where it is.

        The first reading of all is believed: nothing is there yet that could be old. Raises StoreError.
        """
        history = self._history(now)
        self._preferences.set(_KEY, asdict(history))
        self._read_at = self._steady()
        return history.doubt

    def doubt(self, now: float) -> str | None:
        """Return the same as ``read``, and remember nothing. Raises StoreError."""
        return self._history(now).doubt

    def _history(self, now: float) -> ClockHistory:
        kept = self._preferences.get(_KEY)
        passed = 0.0 if self._read_at is None else self._steady() - self._read_at
        return ClockHistory(now) if kept is None else ClockHistory(**kept).read(now, passed)


def _is_plausible(now: float, expected: float) -> bool:
    return abs(now - expected) <= _PLAUSIBLE_SECONDS


def _words(moment: float) -> str:
    try:
        return f"{datetime.fromtimestamp(moment).astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, OSError, ValueError):
        return f"{moment:.0f} s after 1970"
