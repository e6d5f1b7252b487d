"""From what was seen when to the delays that count: a frame's age, and from the first clear face to the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rollcall.bench.live.scene import FRAMES, FRAMES_PER_SECOND, Walker
from rollcall.model import Box
from rollcall.tracking.overlap import overlaps

__all__ = ["NamedBox", "Naming", "NamingLog"]

_SAME_FACE = 0.3
"""Least overlap of a box with the face that it is of."""


@dataclass(frozen=True, slots=True, eq=False)
class NamedBox:
    """One track of one analysed frame."""

    name: str | None
    box: Box


@dataclass(frozen=True, slots=True)
class Naming:
    """One person's walk through the picture."""

    person: int
    seconds: float | None
    """From the first clear face to the name; None where the person left without."""


class NamingLog:
    """Follows the analysed frames of one camera; each person who comes is one naming."""

    def __init__(self, first_clear: Mapping[int, int]) -> None:
        """``first_clear``: for each person the frame in which the whole face is first in the picture."""
        self._first_clear = first_clear
        self._early: set[int] | None = None
        """Who was there at the first look: not seen coming, they count for nothing until they are back."""
        self._present: dict[int, float | None] = {}
        self.done: list[Naming] = []
        """Of those who have come and left."""
        self.wrong = 0
        """How often a face bore the name of somebody else."""

    def look(self, number: int, present: Sequence[Walker], seen: Sequence[NamedBox], age: float) -> None:
        """Note frame ``number``, whose boxes were out ``age`` seconds after it was taken."""
        here = {walker.person for walker in present}
        if self._early is None:
            self._early = here
        self._early &= here
        for person in self._present.keys() - here:
            self.done.append(Naming(person, self._present.pop(person)))
        for walker in present:
            if walker.person not in self._early:
                self._look_at(number, walker, _name_at(walker.box, seen), age)

    def _look_at(self, number: int, walker: Walker, name: str | None, age: float) -> None:
        named = self._present.setdefault(walker.person, None)
        self.wrong += name is not None and name != walker.name
        if named is None and name == walker.name:
            frames = (number - self._first_clear[walker.person] + FRAMES // 2) % FRAMES - FRAMES // 2
            self._present[walker.person] = max(0.0, frames / FRAMES_PER_SECOND + age)


def _name_at(box: Box, seen: Sequence[NamedBox]) -> str | None:
    """Return the name at the place of a face, or None where there is none."""
    if not seen:
        return None
    shared = overlaps(np.stack([each.box for each in seen]), box[None])[:, 0]
    best = int(shared.argmax())
    return seen[best].name if shared[best] >= _SAME_FACE else None
