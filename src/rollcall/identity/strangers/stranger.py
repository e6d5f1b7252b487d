"""What is said of strangers: who they are, what changed, and all of it to be kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from rollcall.identity.strangers.encounters import Encounter

__all__ = ["Choices", "FormerStranger", "MergedStrangers", "Relabelling", "Stranger", "StrangersState"]

_LIKENESSES = 5
"""Vectors that a stranger takes along into the gallery."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody unknown who was told apart from everybody else."""

    number: int
    encounters: tuple[int, ...]
    """Ids of the remembered encounters, oldest first; the store knows all of them."""
    first_seen: float
    last_seen: float
    ignored: bool
    """Whether nobody wants to hear of this face again."""


@dataclass(frozen=True, slots=True, eq=False)
class FormerStranger:
    """Somebody who has a name now, or is one with another, as the stranger was remembered until then."""

    number: int
    encounters: tuple[Encounter, ...]
    """The one of most evidence first."""
    ignored: bool
    apart: frozenset[frozenset[int]]
    """Pairs of the number and one that a user said is somebody else."""

    @property
    def likenesses(self) -> tuple[Encounter, ...]:
        """What the gallery gets: the best, since blurred ones would poison it."""
        return self.encounters[:_LIKENESSES]


@dataclass(frozen=True, slots=True, eq=False)
class MergedStrangers:
    """Two who were said to be one, as they were remembered until then."""

    kept: FormerStranger
    """The one whose number goes on."""
    duplicate: FormerStranger


@dataclass(frozen=True, slots=True)
class Relabelling:
    """An encounter whose stranger has changed."""

    encounter: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, eq=False)
class StrangersState:
    """Everything to be kept over a restart."""

    encounters: tuple[Encounter, ...] = ()
    ignored: frozenset[int] = frozenset()
    apart: frozenset[frozenset[int]] = frozenset()
    """Pairs of numbers that a user said are two people."""
    next_number: int = 1


@dataclass(slots=True)
class Choices:
    """What users said."""

    ignored: set[int] = field(default_factory=set)
    apart: set[frozenset[int]] = field(default_factory=set)

    def former(self, number: int, encounters: tuple[Encounter, ...]) -> FormerStranger:
        """Return a stranger of these encounters with what was said of it, for it to be given up."""
        apart = frozenset(pair for pair in self.apart if number in pair)
        return FormerStranger(number, encounters, number in self.ignored, apart)

    def join(self, number: int, into: int) -> None:
        """Let everything said of ``number`` hold for ``into``; two who are joined are no longer two."""
        if number in self.ignored:
            self.ignored.add(into)
        self.apart = {pair for pair in _renumbered(self.apart, number, into) if len(pair) == 2}
        self.ignored.discard(number)

    def restore(self, former: FormerStranger, known: Collection[int]) -> None:
        """Let what was said of a former stranger hold again; ``known``: the numbers that there are."""
        self.apart |= {pair for pair in former.apart if pair <= set(known)}
        if former.ignored:
            self.ignored.add(former.number)

    def part(self, merged: MergedStrangers, known: Collection[int]) -> None:
        """Take back ``join``; two who are not one after all are kept apart from now on.

        What was said since then holds for the one who was kept.
        """
        kept, duplicate = merged.kept, merged.duplicate
        if duplicate.ignored and not kept.ignored:
            self.ignored.discard(kept.number)
        self.apart -= _renumbered(duplicate.apart, duplicate.number, kept.number) - kept.apart
        self.restore(duplicate, known)
        self.apart.add(frozenset((kept.number, duplicate.number)))

    def drop(self, number: int) -> None:
        """Forget what was said of ``number``."""
        self.ignored.discard(number)
        self.apart = {pair for pair in self.apart if number not in pair}


def _renumbered(pairs: Collection[frozenset[int]], number: int, into: int) -> set[frozenset[int]]:
    return {frozenset(into if one == number else one for one in pair) for pair in pairs}
