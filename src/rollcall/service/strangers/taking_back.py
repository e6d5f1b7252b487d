"""What takes back that a stranger got a name, or became one with another."""

from __future__ import annotations

from dataclasses import dataclass

from rollcall.identity import FormerStranger, MergedStrangers
from rollcall.store import StrangerNaming

__all__ = ["RecentMerge", "RecentNaming"]


@dataclass(frozen=True, slots=True, eq=False)
class RecentNaming:
    """A name that can be taken back."""

    naming: StrangerNaming
    former: FormerStranger


@dataclass(frozen=True, slots=True, eq=False)
class RecentMerge:
    """Two strangers made one, which can be taken back."""

    merged: MergedStrangers
    past: frozenset[int]
    """Every sighting of the duplicate, remembered or not."""
