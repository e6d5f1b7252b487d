"""Who is before which camera, and when each person was last seen: what the events add up to."""

from __future__ import annotations

from dataclasses import dataclass

from rollcall.model import Sighting
from rollcall.service import Event, EventKind

__all__ = ["LastSeen", "Whereabouts"]


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When and where somebody was seen."""

    time: float
    """Unix seconds."""
    camera: str


class Whereabouts:
    """Remembers every stay that goes on; serves one thread."""

    def __init__(self) -> None:
        self._stays: dict[tuple[str, int], Sighting] = {}
        self._last: dict[str, LastSeen] = {}

    def take(self, event: Event) -> None:
        """Take in an event."""
        seen = event.sighting
        if event.kind in (EventKind.LEFT, EventKind.JOINED):
            self._stays.pop((seen.camera, seen.track), None)
        else:
            self._stays[seen.camera, seen.track] = seen
        if seen.person is not None:
            self.remember(seen.person, LastSeen(seen.end, seen.camera))

    def remember(self, person: str, seen: LastSeen) -> None:
        """Take in when a person was seen, unless a later time is known."""
        known = self._last.get(person)
        if known is None or known.time <= seen.time:
            self._last[person] = seen

    def forget(self, person: str) -> None:
        """Remember nothing of a person any more."""
        self._last.pop(person, None)

    def at(self, camera: str) -> tuple[Sighting, ...]:
        """Return who is before a camera."""
        return tuple(stay for stay in self._stays.values() if stay.camera == camera)

    def cameras_of(self, person: str) -> tuple[str, ...]:
        """Return before which cameras a person is."""
        return tuple(sorted({stay.camera for stay in self._stays.values() if stay.person == person}))

    def last_seen(self, person: str) -> LastSeen | None:
        """Return when and where a person was last seen; None where nobody knows."""
        return self._last.get(person)
