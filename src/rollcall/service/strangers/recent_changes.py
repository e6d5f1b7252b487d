"""What users said of strangers lately, each with what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rollcall.identity import FormerStranger, MergedStrangers
from rollcall.store import StrangerNaming

__all__ = ["RecentChanges", "RecentMerge", "RecentNaming"]

Change = TypeVar("Change")
_KEPT = 16
"""A mistake is seen at once, or within a round through the inbox; what strangers looked like is not hoarded for it."""


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


class RecentChanges(Generic[Change]):
    """The newest changes of one kind, in memory only: a restart forgets them. Its owner sees to threads."""

    def __init__(self) -> None:
        self._kept: dict[int, Change] = {}

    def keep(self, stranger: int, change: Change) -> None:
        """Keep how to take back what changed a stranger; the oldest one goes where there are too many."""
        self._kept[stranger] = change
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def find(self, stranger: int) -> Change | None:
        """Return how to take back what changed a stranger, or None where that is not known (any more)."""
        return self._kept.get(stranger)

    def keep_those(self, holds: Callable[[Change], bool]) -> None:
        """Forget every change that does not hold any more."""
        self._kept = {number: change for number, change in self._kept.items() if holds(change)}

    def forget(self, stranger: int) -> None:
        """Forget how to take back what changed a stranger."""
        self._kept.pop(stranger, None)
