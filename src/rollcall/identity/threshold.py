"""How near a person must be, by how many people there are to be mistaken for."""

from __future__ import annotations

import math

__all__ = ["threshold_for"]

_REFERENCE_PEOPLE = 50
"""A model pack's threshold is that of a gallery of this size."""
_FEWEST_PEOPLE = 10
"""Smaller galleries ask no less: they are families and teams, and relatives look more alike than strangers."""
_RISE = 0.027
"""Closeness by which the threshold rises each time the gallery grows e-fold, so that strangers are named equally
rarely: the nearest of n people is an extreme of n draws. On LFW strangers get a name in 0.1 % of cases at 0.357, 0.392,
0.436 and 0.485 with 3, 10, 50 and 300 enrolled by one photo, and at every other rate the steps are the same
(arcface_mobilefacenet_128d)."""


def threshold_for(people: int, reference: float) -> float:
    """Return the least closeness for a gallery of ``people``, where ``reference`` is the pack's for 50 of them."""
    return reference + _RISE * math.log(max(people, _FEWEST_PEOPLE) / _REFERENCE_PEOPLE)
