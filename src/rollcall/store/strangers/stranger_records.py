"""What the store gives and takes of strangers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rollcall.model import Embedding

__all__ = ["EncounterRecord", "KeptStrangers", "StrangerOrder", "StrangerRecord", "StrangersChange"]


class StrangerOrder(StrEnum):
    """Who comes first in a list of strangers."""

    RECENT = "recent"
    """Who was seen last."""
    OFTEN = "often"
    """Who was seen most often."""


@dataclass(frozen=True, slots=True)
class StrangerRecord:
    """Somebody without a name."""

    id: int
    """The stranger's number; never given twice."""
    first_seen: float
    last_seen: float
    times: int
    """Number of sightings."""
    ignored: bool
    """Whether nobody wants to hear of this face again."""
    person: str | None
    """Who it turned out to be."""
    cameras: tuple[str, ...]
    pictures: tuple[int, ...]
    """Sightings that have a snapshot, the newest first; a few of them."""


@dataclass(frozen=True, slots=True, eq=False)
class EncounterRecord:
    """One stay of somebody unknown, as it is recognised by."""

    id: int
    """Of its sighting."""
    time: float
    vector: Embedding
    evidence: float
    stranger: int | None


@dataclass(frozen=True, slots=True, eq=False)
class KeptStrangers:
    """Everything by which strangers are told apart."""

    encounters: tuple[EncounterRecord, ...]
    ignored: frozenset[int]
    apart: frozenset[frozenset[int]]
    """Pairs of numbers that a user said are two people."""
    next_number: int


@dataclass(frozen=True, slots=True, eq=False)
class StrangersChange:
    """What has become different, to be written in one transaction."""

    encounters: tuple[EncounterRecord, ...] = ()
    """New encounters, or those that take the place of one of the same id."""
    numbers: Mapping[int, int | None] = field(default_factory=dict)
    """Sighting, and encounter of the same id -> the stranger it is of now."""
    joined: Mapping[int, int] = field(default_factory=dict)
    """Stranger -> the one that everything of it goes to."""
    gone: frozenset[int] = frozenset()
    """Encounters to be forgotten; their sightings stay as they are."""
    ignored: frozenset[int] = frozenset()
    apart: frozenset[frozenset[int]] = frozenset()
    """All of them, not only what changed."""
    next_number: int = 1
