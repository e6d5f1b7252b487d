"""From what happens to alerts: the rules of the settings, without a clock, a thread or a store."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from rollcall.config import AlertSettings
from rollcall.model import Sighting
from rollcall.outputs.alert import Alert, Moment
from rollcall.outputs.hours import falls_into
from rollcall.outputs.who import concerns
from rollcall.service import Event, EventKind

__all__ = ["Rules"]

_MINUTE = 60.0
_SLACK_SECONDS = 1.0
"""By so much a clock may go back, as it does when it is put right, before a wait is held to be over."""
_STRANGERS = ""
"""What all strangers together are called where a rule remembers whom it told of."""

_StayKey = tuple[str, int]
"""Camera and first track of a stay: what its sightings have in common, whatever it is called."""


class Rules:
    """Every rule of the settings; remembers whom it told of, so it serves one thread."""

    def __init__(
        self,
        alerts: Sequence[AlertSettings],
        zone: tzinfo | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """``zone``: where hours and days are meant; without it that of this machine."""
        self._rules = tuple(_Rule(settings, zone) for settings in alerts)
        self._new_id = new_id

    def take(self, event: Event, tags: Collection[str], time: float) -> tuple[Alert, ...]:
        """Return what is to be told since ``event`` happened at ``time``; ``tags``: of the person it is about."""
        found = [rule.take(event.kind, event.sighting, tags, time) for rule in self._rules]
        return tuple(alert for due in found for alert in self._alerts(due, time))

    def wait(self, time: float) -> tuple[Alert, ...]:
        """Return what is to be told at ``time`` since somebody has still no name."""
        return tuple(alert for rule in self._rules for alert in self._alerts(rule.wait(time), time))

    def put_off(self, seconds: float) -> None:
        """Let who has no name yet wait longer, by as long as nobody was looked at: no name could come meanwhile."""
        for rule in self._rules:
            rule.put_off(seconds)

    @property
    def due(self) -> float | None:
        """When ``wait`` has something to say at the earliest; None while nobody is waited for."""
        return min((due for rule in self._rules for due in rule.dues), default=None)

    def _alerts(self, due: Sequence[_Due], time: float) -> list[Alert]:
        return [
            Alert(self._new_id(), one.rule.name, one.rule.to, one.moment, time, one.sighting, tuple(sorted(one.tags)))
            for one in due
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _Due:
    """Something that a rule wants told."""

    rule: AlertSettings
    moment: Moment
    sighting: Sighting
    tags: Collection[str] = ()


@dataclass(slots=True)
class _Rule:
    """One rule and what it remembers."""

    settings: AlertSettings
    zone: tzinfo | None
    nameless: dict[_StayKey, tuple[float, Sighting]] = field(default_factory=dict)
    """Who has no name yet, and when that is told."""
    told: dict[str, float] = field(default_factory=dict)
    """When each person was told of last."""
    told_of_stay: dict[_StayKey, set[str]] = field(default_factory=dict)
    """As whom each stay was told already, so that a name that comes and goes is told once."""

    @property
    def dues(self) -> tuple[float, ...]:
        return tuple(due for due, _ in self.nameless.values())

    def take(self, kind: EventKind, sighting: Sighting, tags: Collection[str], time: float) -> list[_Due]:
        key = (sighting.camera, sighting.track)
        if kind is EventKind.JOINED:
            self._forget(key)
            return []
        if kind is EventKind.LEFT:
            return self._leave(key, sighting, tags, time)
        if self.settings.moment == "leaves":
            return []
        if sighting.person is None:
            self._expect_name(key, sighting, time)
            return []
        self.nameless.pop(key, None)
        return self._arrive(key, sighting, tags, time)

    def wait(self, time: float) -> list[_Due]:
        # Further away than the whole wait is what a clock that was set back makes of it.
        soon = time + self.settings.stranger_seconds + _SLACK_SECONDS
        over = [(key, sighting) for key, (due, sighting) in self.nameless.items() if not time < due <= soon]
        for key, _ in over:
            del self.nameless[key]
        return [due for key, sighting in over for due in self._arrive(key, sighting, (), time)]

    def put_off(self, seconds: float) -> None:
        self.nameless = {key: (due + seconds, sighting) for key, (due, sighting) in self.nameless.items()}

    def _expect_name(self, key: _StayKey, sighting: Sighting, time: float) -> None:
        # Who lost a name that was told is no news.
        if self._fits(sighting, ()) and not self.told_of_stay.get(key):
            due, _ = self.nameless.get(key, (time + self.settings.stranger_seconds, sighting))
            self.nameless[key] = (due, sighting)

    def _arrive(self, key: _StayKey, sighting: Sighting, tags: Collection[str], time: float) -> list[_Due]:
        told = self.told_of_stay.setdefault(key, set())
        who = sighting.person or _STRANGERS
        if who in told or not (self._fits(sighting, tags) and self._has_turn(who, time)):
            return []
        told.add(who)
        return [_Due(self.settings, Moment.ARRIVES, sighting, tags)]

    def _leave(self, key: _StayKey, sighting: Sighting, tags: Collection[str], time: float) -> list[_Due]:
        if self.settings.moment == "leaves":
            fits = self._fits(sighting, tags) and self._has_turn(sighting.person or _STRANGERS, time)
            return [_Due(self.settings, Moment.LEAVES, sighting, tags)] if fits else []
        # Gone before a name came: none will come.
        waiting = self.nameless.pop(key, None)
        due = self._arrive(key, waiting[1], (), time) if waiting else []
        self._forget(key)
        return due

    def _fits(self, sighting: Sighting, tags: Collection[str]) -> bool:
        cameras = self.settings.cameras
        return (not cameras or sighting.camera in cameras) and concerns(self.settings.who, sighting, tags)

    def _has_turn(self, who: str, time: float) -> bool:
        """Return whether the hour is right and ``who`` was not told of for long enough, and remember that it is now."""
        if not falls_into(datetime.fromtimestamp(time, self.zone), self.settings.hours, self.settings.days):
            return False
        pause = self.settings.every_minutes * _MINUTE
        # What is over is forgotten, so that not everybody who ever came is remembered. So is what lies ahead, since the
        # clock was set back: nobody waits for a whole pause on top of that.
        self.told = {person: last for person, last in self.told.items() if 0 <= time - last < pause}
        if who in self.told:
            return False
        self.told[who] = time
        return True

    def _forget(self, key: _StayKey) -> None:
        self.nameless.pop(key, None)
        self.told_of_stay.pop(key, None)
