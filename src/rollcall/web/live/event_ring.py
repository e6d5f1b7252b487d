"""The newest events, numbered, so that whoever was away for a while hears what was missed, or that it is lost."""

from __future__ import annotations

import re
import secrets
import threading
from collections import deque
from dataclasses import dataclass

from rollcall.service import Event
from rollcall.service.newest import Newest
from rollcall.web.views.events import EventView, event_view

__all__ = ["EventRing", "Gap", "Place"]

_SIZE = 1000
"""Events kept: hours of a door, minutes of a station. The store has all sightings; this only bridges absences."""
_PLACE = re.compile(r"^(?P<epoch>[0-9a-f]{8})-(?P<number>[0-9]{1,15})$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the row of events somebody is: ``epoch``, one run of the program, and the last number seen."""

    epoch: str
    number: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"

    @staticmethod
    def parse(text: str) -> Place | None:
        """Return the place that ``str`` wrote, or None for any other text."""
        match = _PLACE.match(text)
        return Place(match["epoch"], int(match["number"])) if match else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Events between a place and the oldest that is left are lost."""

    missed: int | None
    """How many; None where the program was started anew since, so that nobody knows."""


class EventRing:
    """Keeps the newest events; any thread may add, any number of readers each have a place of their own."""

    def __init__(self, size: int = _SIZE) -> None:
        self.epoch = secrets.token_hex(4)
        self._lock = threading.Lock()
        self._ring: deque[EventView] = deque(maxlen=size)
        self._count = 0
        self.changes: Newest[int] = Newest()
        """How many events there were so far; follow it to hear of the next one."""

    @property
    def now(self) -> Place:
        """The place after the newest event."""
        return Place(self.epoch, self._count)

    def add(self, event: Event) -> None:
        """Keep an event, in place of the oldest one where the ring is full."""
        with self._lock:
            self._count += 1
            self._ring.append(event_view(event, str(Place(self.epoch, self._count))))
            count = self._count
        self.changes.put(count)

    def after(self, place: Place, limit: int) -> tuple[tuple[EventView, ...], Place, Gap | None]:
        """Return at most ``limit`` events after ``place``, the place after them, and what was lost before them."""
        with self._lock:
            oldest = self._count - len(self._ring)
            known = place.epoch == self.epoch and place.number <= self._count
            seen = place.number if known else oldest
            gap = Gap(oldest - seen if known else None) if not known or seen < oldest else None
            start = max(seen - oldest, 0)
            events = tuple(list(self._ring)[start : start + limit])
            return events, Place(self.epoch, oldest + start + len(events)), gap

    def forget(self) -> None:
        """Keep none of them, since somebody was erased: whoever has not heard of them yet hears that they are lost."""
        with self._lock:
            self._ring.clear()

    def close(self) -> None:
        """Send every reader away, since the program ends."""
        self.changes.close()
