"""What is to be kept of a stay, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rollcall.identity import Likeness
from rollcall.model import Sighting
from rollcall.service.sightings.events import EventKind

__all__ = ["Losses", "Record", "StayKey"]

StayKey = tuple[str, int]
"""Camera and number of the stay."""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A stay as it is now, to be kept."""

    key: StayKey
    sighting: Sighting
    kind: EventKind | None = None
    """What happened to it, if anything."""
    heard: bool = True
    """Whether listeners hear of it; of an ignored stranger they do not."""
    likeness: Likeness | None = None
    """What it looks like."""
    unknown: bool = False
    """Whether it looks like nobody of the gallery, so that it is to be told apart from other strangers."""
    into: StayKey | None = None
    """The stay that goes on in its place, for one that was joined."""

    @property
    def is_last(self) -> bool:
        """Whether nothing more comes of this stay."""
        return self.kind in (EventKind.LEFT, EventKind.JOINED)

    def without_picture(self) -> Record:
        """Return the same without its snapshot."""
        return replace(self, sighting=replace(self.sighting, snapshot=None))


@dataclass(frozen=True, slots=True)
class Losses:
    """What was given up, since it could not be written and memory has an end."""

    changes: int = 0
    """Of sightings: that somebody appeared, got a name or left."""
    pictures: int = 0
    """Of sightings that were kept."""

    def __add__(self, other: Losses) -> Losses:
        return Losses(self.changes + other.changes, self.pictures + other.pictures)

    def __sub__(self, other: Losses) -> Losses:
        return Losses(self.changes - other.changes, self.pictures - other.pictures)

    def __str__(self) -> str:
        return f"{self.changes} changes of sightings and {self.pictures} pictures were given up"
