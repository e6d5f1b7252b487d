"""Which faces are embedded: rules to compare, the product's own among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from rollcall.config import IdentitySettings
from rollcall.identity import Gallery, Recognizer
from rollcall.model import Face, Quality, Track
from rollcall.tracking import Proposal

__all__ = ["Doubtful", "EmbeddingChoice", "Periodic", "Random", "Shipped"]


_THRESHOLD = 0.44
"""Of arcface_mobilefacenet_128d, after which the embeddings are made."""
_FULL_SIZE = 112.0
_QUALITY_PARTS = 5
"""As in `vision.quality`."""


class EmbeddingChoice(Protocol):
    """Chooses the faces that are embedded."""

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> Sequence[bool]:
        """Return which of ``faces`` to embed."""

    def look(self, time: float, tracks: Sequence[Track], joined: Mapping[int, int]) -> None:
        """Take note of what came of it."""


class Random:
    """A share of all faces, drawn at random."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._random = np.random.default_rng(0)

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> Sequence[bool]:  # noqa: ARG002
        """Return which of ``faces`` to embed."""
        return [bool(drawn < self._share) for drawn in self._random.random(len(faces))]

    def look(self, time: float, tracks: Sequence[Track], joined: Mapping[int, int]) -> None:
        """Take note of nothing."""


class Periodic:
    """Each track once in a while, as far as its face can be embedded."""

    def __init__(self, every_seconds: float) -> None:
        self._every = every_seconds
        self._looked: dict[int, float] = {}

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> Sequence[bool]:  # noqa: ARG002
        """Return which of ``faces`` to embed."""
        return [self._is_due(time, proposal.number) for proposal in proposals]

    def look(self, time: float, tracks: Sequence[Track], joined: Mapping[int, int]) -> None:  # noqa: ARG002
        """Take note of who was embedded."""
        self._looked |= {track.number: time for track in tracks if track.face.embedding is not None}

    def _is_due(self, time: float, number: int | None) -> bool:
        return number is None or time - self._looked.get(number, -np.inf) >= self._every


class Doubtful(Periodic):
    """What the tracker asks for, and besides each track once in a while."""

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> Sequence[bool]:
        """Return which of ``faces`` to embed."""
        due = super().wants(time, proposals, faces)
        return [proposal.doubtful or is_due for proposal, is_due in zip(proposals, due, strict=True)]


class Shipped:
    """What the product embeds, with nobody in its gallery."""

    def __init__(self) -> None:
        self._recognizer = Recognizer(Gallery(), IdentitySettings(), _THRESHOLD)

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> Sequence[bool]:
        """Return which of ``faces`` to embed."""
        return self._recognizer.wants(time, proposals, [_with_quality(face) for face in faces])

    def look(self, time: float, tracks: Sequence[Track], joined: Mapping[int, int]) -> None:
        """Decide who it is, as the product does."""
        self._recognizer.decide(time, [replace(track, face=_with_quality(track.face)) for track in tracks], joined)


def _with_quality(face: Face) -> Face:
    """Return ``face`` with the quality it would have were it sharp, frontal and whole."""
    size = float(np.sqrt(np.prod(face.box[2:] - face.box[:2])))
    score = (min(size / _FULL_SIZE, 1.0) * face.score) ** (1 / _QUALITY_PARTS)
    return replace(face, quality=Quality(size, sharpness=1.0, frontality=1.0, visible=1.0, score=score))
