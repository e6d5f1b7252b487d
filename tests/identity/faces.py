"""Faces and tracks made by hand: a person is a direction, a photo of it that direction with some noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Embedding, Face, Person, Quality, Track

SIZE = 128


def direction(seed: int) -> Embedding:
    """Return the direction that stands for the person ``seed``; two of them are nearly at right angles."""
    drawn = np.random.default_rng([7, seed]).standard_normal(SIZE)
    return _unit(drawn)


def photo(seed: int, shot: int = 0, noise: float = 0.7) -> Embedding:
    """Return one photo of a person: its cosine to the direction is 1 / sqrt(1 + noise^2), 0.82 as given."""
    drawn = np.random.default_rng([11, seed, shot]).standard_normal(SIZE) * noise / np.sqrt(SIZE)
    seen = direction(seed) + drawn
    return _unit(seen)


def _unit(vector: NDArray[np.float64]) -> Embedding:
    unit: Embedding = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def person(seed: int, name: str | None = None, photos: int = 1) -> Person:
    rows = np.stack([photo(seed, shot=1000 + shot, noise=0.5) for shot in range(photos)])
    return Person(id=f"p{seed}", name=name or f"person {seed}", embeddings=rows)


def face(embedding: Embedding | None = None, *, x: float = 0.0, side: float = 120.0, weight: float = 0.8) -> Face:
    """Return a face that weighs ``weight``: as much of it is cut off by the edge as that takes."""
    box = np.array([x, 0, x + side, side], np.float32)
    measured = Quality(size=side, sharpness=1.0, frontality=1.0, visible=weight**0.5, score=weight)
    return Face(box=box, landmarks=np.zeros((5, 2), np.float32), score=0.9, quality=measured, embedding=embedding)


def track(number: int, time: float, seen: Face) -> Track:
    return Track(number=number, face=seen, first_seen=time, last_seen=time, hits=1)


@dataclass(frozen=True)
class Proposed:
    """What a tracker proposes for one face."""

    number: int | None = None
    doubtful: bool = False
