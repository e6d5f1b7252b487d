"""What users said of strangers and people lately, each with what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["RecentChanges"]

Key = TypeVar("Key", bound=Hashable)
Change = TypeVar("Change")
_KEPT = 16
"""A mistake is seen at once, or within a round through the inbox; what people looked like is not hoarded for it."""


class RecentChanges(Generic[Key, Change]):
    """The newest changes of one kind, in memory only: a restart forgets them. Its owner sees to threads."""

    def __init__(self) -> None:
        self._kept: dict[Key, Change] = {}

    @property
    def all(self) -> tuple[Change, ...]:
        """Every change that can be taken back, the oldest first."""
        return tuple(self._kept.values())

    def keep(self, key: Key, change: Change) -> None:
        """Keep how to take back what changed ``key``; the oldest one goes where there are too many."""
        self._kept.pop(key, None)
        self._kept[key] = change
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def find(self, key: Key) -> Change | None:
        """Return how to take back what changed ``key``, or None where that is not known (any more)."""
        return self._kept.get(key)

    def keep_those(self, holds: Callable[[Change], bool]) -> None:
        """Forget every change that does not hold any more."""
        self._kept = {key: change for key, change in self._kept.items() if holds(change)}

    def forget_all(self) -> None:
        """Forget how to take back anything."""
        self._kept.clear()

    def forget(self, key: Key) -> None:
        """Forget how to take back what changed ``key``."""
        self._kept.pop(key, None)
