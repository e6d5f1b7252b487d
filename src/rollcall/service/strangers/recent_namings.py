"""The names that strangers got lately, each with what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rollcall.errors import StoreError
from rollcall.identity import FormerStranger
from rollcall.store import StrangerNaming

__all__ = ["RecentNaming", "RecentNamings"]

_KEPT = 16
"""A mistake is seen at once, or within a round through the inbox; what strangers looked like is not hoarded for it."""


@dataclass(frozen=True, slots=True, eq=False)
class RecentNaming:
    """A name that can be taken back."""

    naming: StrangerNaming
    former: FormerStranger


class RecentNamings:
    """The newest names of strangers, in memory only: a restart forgets them. Its owner sees to threads."""

    def __init__(self) -> None:
        self._kept: dict[int, RecentNaming] = {}

    def keep(self, recent: RecentNaming) -> None:
        """Keep how to take back a name; the oldest one goes where there are too many."""
        self._kept[recent.naming.stranger] = recent
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def get(self, stranger: int) -> RecentNaming:
        """Return how to take back a stranger's name. Raises StoreError where it is not known (any more)."""
        if stranger not in self._kept:
            raise StoreError(
                f"The name of stranger {stranger} cannot be taken back at once (any more); correct each sighting."
            )
        return self._kept[stranger]

    def keep_those(self, holds: Callable[[StrangerNaming], bool]) -> None:
        """Forget every naming that does not hold any more."""
        self._kept = {number: recent for number, recent in self._kept.items() if holds(recent.naming)}

    def forget(self, stranger: int) -> None:
        """Forget how to take back a stranger's name."""
        self._kept.pop(stranger, None)
