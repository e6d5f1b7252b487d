"""Faces made by hand: a person is a direction, and a walk is a box as a function of time."""

from __future__ import annotations

import numpy as np

from rollcall.model import Embedding, Face

WIDTH = 1280
"""Of the picture, in pixels."""
SIDE = 80.0


def face(
    x: float, y: float = 300.0, *, side: float = SIDE, who: int | None = None, shot: int = 0, score: float = 0.9
) -> Face:
    """Return the face with its centre at (x, y), embedded if it is told whose it is."""
    box = np.array([x - side / 2, y - side / 2, x + side / 2, y + side / 2], np.float32)
    embedding = None if who is None else look(who, shot)
    return Face(box=box, landmarks=np.zeros((5, 2), np.float32), score=score, embedding=embedding)


def look(who: int, shot: int = 0) -> Embedding:
    """Return one photo of a person: two of one person have a cosine of about 0.67, of two persons about 0."""
    direction = np.random.default_rng([3, who]).standard_normal(128)
    seen = direction + 0.7 * np.random.default_rng([5, who, shot]).standard_normal(128)
    unit: Embedding = (seen / np.linalg.norm(seen)).astype(np.float32)
    return unit
