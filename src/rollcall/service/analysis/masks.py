"""Regions of a camera's picture in which nobody is looked for. Pure."""

from __future__ import annotations

from itertools import pairwise

from rollcall.model import Face
from rollcall.store import Mask

__all__ = ["covers", "unmasked"]


def unmasked(faces: tuple[Face, ...], masks: tuple[Mask, ...], size: tuple[int, int]) -> tuple[Face, ...]:
    """Return the faces whose middle lies in none of ``masks``; ``size``: width and height of the picture in pixels."""
    if not masks:
        return faces
    return tuple(face for face in faces if not any(covers(mask, *_middle(face, size)) for mask in masks))


def covers(mask: Mask, x: float, y: float) -> bool:
    """Return whether a point lies within a polygon, all in shares of the picture; where it crosses itself, even-odd."""
    # A ray to the right leaves the polygon as often as it enters it, unless it begins within.
    within = False
    for (x1, y1), (x2, y2) in pairwise((*mask, *mask[:1])):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            within = not within
    return within


def _middle(face: Face, size: tuple[int, int]) -> tuple[float, float]:
    x1, y1, x2, y2 = face.box.tolist()
    return (x1 + x2) / 2 / size[0], (y1 + y2) / 2 / size[1]
