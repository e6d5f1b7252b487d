"""What tracks look like: the sum of their embeddings, better faces counting more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face

__all__ = ["Appearance", "Looks", "looks_of"]

_CLEAR_SIDE = 40.0
"""Pixels from which a face's embedding can be relied on; ArcFace looks at 112 of them."""
_MOST_WEIGHT = 20.0
"""So many clear faces say all there is to say; beyond them the oldest fade, since light and hair change."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What N faces of one picture look like."""

    embeddings: Matrix
    """(N, D) of length 1; 0 where a face was not embedded."""
    trust: NDArray[np.float32]
    """(N,): 0 for a face that was not embedded .. 1 for a clear one."""


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """What T tracks look like."""

    sums: Matrix
    """(T, D) weighted sum of the embeddings so far."""
    weights: NDArray[np.float32]
    """(T,): how many clear faces that sum is worth."""

    @property
    def trust(self) -> NDArray[np.float32]:
        """(T,): 0 for a track that was never embedded .. 1."""
        return np.minimum(self.weights, np.float32(1))

    def cosines(self, looks: Looks) -> Matrix:
        """Return (T, N) cosines between tracks and faces; 0 where one of them is not known."""
        lengths = np.maximum(np.linalg.norm(self.sums, axis=1, keepdims=True), np.float32(1e-6))
        cosines: Matrix = (self.sums @ looks.embeddings.T) / lengths
        return cosines

    def add(self, rows: NDArray[np.intp], looks: Looks) -> Appearance:
        """Return the appearance after ``rows`` were seen looking as ``looks``, row by row."""
        sums, weights = self.sums.copy(), self.weights.copy()
        sums[rows] += looks.trust[:, np.newaxis] * looks.embeddings
        weights[rows] += looks.trust
        fading = np.minimum(_MOST_WEIGHT / np.maximum(weights[rows], _MOST_WEIGHT), 1).astype(np.float32)
        sums[rows] *= fading[:, np.newaxis]
        weights[rows] *= fading
        return Appearance(sums, weights)


def looks_of(faces: Sequence[Face], size: int) -> Looks:
    """Return what ``faces`` look like; ``size``: length of the embeddings known so far."""
    embedded = [face for face in faces if face.embedding is not None]
    size = len(embedded[0].embedding) if embedded and embedded[0].embedding is not None else size
    embeddings = np.zeros((len(faces), size), np.float32)
    trust = np.zeros(len(faces), np.float32)
    for row, face in enumerate(faces):
        if face.embedding is not None:
            embeddings[row] = face.embedding / max(float(np.linalg.norm(face.embedding)), 1e-6)
            trust[row] = min(_side(face) / _CLEAR_SIDE, 1.0) ** 2
    return Looks(embeddings, trust)


def _side(face: Face) -> float:
    return float(np.sqrt(np.prod(np.maximum(face.box[2:] - face.box[:2], 0))))
