"""What a tracker costs for one picture of a crowd."""

from __future__ import annotations

import time

import numpy as np

from rollcall.bench.tracking.contestants import Contestant
from rollcall.model import Embedding, Face

__all__ = ["CROWDS", "median_microseconds"]

CROWDS = (10, 50, 200)
_FRAMES = 60
_WARM_UP = 10
_FRAMES_A_SECOND = 10.0
_PICTURE = np.array([3840.0, 2160.0])
_WALK = 60.0
"""Standard deviation of a walk, pixels a second."""
_EMBEDDING_SIZE = 512
_SPREAD = 0.7
"""Noise of an embedding beside its direction: two of one person have a cosine of 0.67."""


def median_microseconds(contestant: Contestant, count: int) -> float:
    """Return the processor time for one picture with ``count`` walking people, each face embedded.

    Processor time, since others may use the machine too.
    """
    random = np.random.default_rng(count)
    start, walk = random.uniform(0, 1, (count, 2)) * _PICTURE, random.normal(0, _WALK, (count, 2))
    half_sides, people = random.uniform(20, 60, (count, 1)), random.standard_normal((count, _EMBEDDING_SIZE))
    spent = []
    for frame in range(_FRAMES):
        now = frame / _FRAMES_A_SECOND
        centres = start + walk * now
        boxes = np.concatenate([centres - half_sides, centres + half_sides], axis=1).astype(np.float32)
        faces = [_face(box, person, random) for box, person in zip(boxes, people, strict=True)]
        begun = time.process_time()
        contestant.follow(now, faces)
        spent.append(time.process_time() - begun)
    return 1e6 * float(np.median(spent[_WARM_UP:]))


def _face(box: np.ndarray, person: np.ndarray, random: np.random.Generator) -> Face:
    drawn = person + _SPREAD * random.standard_normal(len(person))
    embedding: Embedding = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    return Face(box=box, landmarks=np.zeros((5, 2), np.float32), score=0.9, embedding=embedding)
