"""Faces as a detector's net proposes them: many for each face, until the best is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOBODY", "Candidates", "join"]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Proposed faces, (N, 4), (N, 5, 2) and (N,) float32."""

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, rows: NDArray[np.intp]) -> Candidates:
        return Candidates(self.boxes[rows], self.landmarks[rows], self.scores[rows])

    def finite(self) -> Candidates:
        """Return those whose places are numbers, which a net in half precision does not promise."""
        numbers = np.isfinite(self.boxes).all(axis=1) & np.isfinite(self.landmarks).all(axis=(1, 2))
        return self if numbers.all() else self[np.flatnonzero(numbers)]

    def scaled(self, x: float, y: float) -> Candidates:
        """Return the same faces in a picture that is ``x`` times as wide and ``y`` times as high."""
        point = np.array((x, y), np.float32)
        return Candidates(self.boxes * np.tile(point, 2), self.landmarks * point, self.scores)

    def keep_best(self, max_overlap: float) -> Candidates:
        """Return them best first, without those that overlap a better one (greedy non-maximum suppression)."""
        ordered = self[np.argsort(-self.scores, kind="stable")]
        overlapping = _overlaps(ordered.boxes) > max_overlap
        dropped = np.zeros(len(ordered), np.bool_)
        for row in range(len(ordered)):
            if not dropped[row]:
                dropped[row + 1 :] |= overlapping[row, row + 1 :]
        return ordered[np.flatnonzero(~dropped)]


NOBODY = Candidates(np.empty((0, 4), np.float32), np.empty((0, 5, 2), np.float32), np.empty(0, np.float32))
"""No candidate at all, which is what most strides find in most pictures."""


def join(parts: Iterable[Candidates]) -> Candidates:
    """Return the candidates of all parts."""
    found = [part for part in parts if len(part)]
    if len(found) < 2:
        return found[0] if found else NOBODY
    boxes, landmarks, scores = zip(*((part.boxes, part.landmarks, part.scores) for part in found), strict=True)
    return Candidates(np.concatenate(boxes), np.concatenate(landmarks), np.concatenate(scores))


def _overlaps(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return intersection over union of every pair, (N, N); a box ends with its last pixel, as InsightFace counts."""
    low, high = boxes[:, :2], boxes[:, 2:] + 1
    sides = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    np.maximum(sides, 0, out=sides)
    shared = sides[..., 0] * sides[..., 1]
    areas = (high[:, 0] - low[:, 0]) * (high[:, 1] - low[:, 1])
    overlaps: NDArray[np.float32] = shared / (areas[:, None] + areas - shared)
    return overlaps
