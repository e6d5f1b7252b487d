"""The faces of one picture, as tracking sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face
from rollcall.tracking.appearance import Looks, looks_of
from rollcall.tracking.motion import Floats, measure, sides
from rollcall.tracking.overlap import overlaps

__all__ = ["Observations", "observe", "unclaimed"]

_SAME_FACE_OVERLAP = 0.5
"""Two boxes that share this much are one face, found twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """A table of the faces in one picture."""

    face: NDArray[np.object_]
    """(N,) of ``Face``."""
    score: Floats
    """(N,): the detector's."""
    box: NDArray[np.float32]
    """(N, 4) float32, x1 y1 x2 y2 in pixels."""
    measured: Floats
    """(N, 4): see ``measure``."""
    looks: Looks

    def __len__(self) -> int:
        return len(self.face)


def observe(faces: Sequence[Face], embedding_size: int) -> Observations:
    """Return ``faces`` as a table; ``embedding_size``: the length of embeddings, where no face has one.

    Raises ValueError for a box that is no number: nothing could be compared with it.
    """
    objects = np.empty(len(faces), object)
    objects[:] = faces
    boxes = np.array([face.box for face in faces], np.float32).reshape(-1, 4)
    if not np.isfinite(boxes).all():
        raise ValueError("a face's box is not of finite numbers")
    measured = measure(boxes)
    scores = np.array([face.score for face in faces], np.float64)
    return Observations(objects, scores, boxes, measured, looks_of(faces, sides(measured), embedding_size))


def unclaimed(observed: Observations, claimed: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return which faces are not ``claimed``, each once: of two boxes of one face the claimed or surer one stands."""
    free = np.ones(len(observed), bool)
    free[claimed] = False
    others = np.flatnonzero(free)
    if not len(others):
        return others
    rank = np.empty(len(observed), np.intp)
    rank[np.lexsort((-observed.score, free))] = np.arange(len(observed))
    same = overlaps(observed.box[others], observed.box) > _SAME_FACE_OVERLAP
    return others[~(same & (rank < rank[others, np.newaxis])).any(axis=1)]
