"""Whether we compute what InsightFace computes, on the same weights, pixels and input sizes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rollcall.bench.vision.models import MeasuredModels
from rollcall.bench.vision.peers.process import PeerProcess
from rollcall.bench.vision.pictures import exactly_scaled
from rollcall.model import Face, Image
from rollcall.vision.fitting import fit

__all__ = ["Agreement", "compare", "input_sizes"]

_STRIDE = 32


@dataclass(frozen=True)
class Agreement:
    """The greatest differences over all faces of all pictures."""

    pictures: int
    faces: int
    faces_of_one_only: int
    """Found by one of both."""
    box_pixels: float
    landmark_pixels: float
    cosine: float
    """The smallest between two embeddings of one face."""


def input_sizes(image: Image, models: MeasuredModels) -> list[list[int]]:
    """Return width and height of the detector's inputs for this picture."""
    fitted = (fit(image, size, canvas=_STRIDE) for size in models.detector.passes)
    return [[picture.pixels.shape[1], picture.pixels.shape[0]] for picture in fitted]


def compare(images: Iterable[Image], models: MeasuredModels, insightface: PeerProcess) -> Agreement:
    """Return how far both are apart."""
    passes = models.detector.passes
    return _total([_compare(exactly_scaled(image, passes, _STRIDE), models, insightface) for image in images])


def _compare(image: Image, models: MeasuredModels, insightface: PeerProcess) -> Agreement:
    ours = models.embedder.embed(image, models.detector.detect(image))
    place = insightface.picture("compared", image)
    theirs = [_face(answer) for answer in insightface.ask("analyse", image=place, sizes=input_sizes(image, models))]
    pairs = [(face, other) for face in ours if (other := _same(face, theirs)) is not None]
    return Agreement(
        pictures=1,
        faces=len(pairs),
        faces_of_one_only=len(ours) + len(theirs) - 2 * len(pairs),
        box_pixels=max((float(np.abs(face.box - other.box).max()) for face, other in pairs), default=0.0),
        landmark_pixels=max(
            (float(np.abs(face.landmarks - other.landmarks).max()) for face, other in pairs), default=0.0
        ),
        cosine=min((_cosine(face, other) for face, other in pairs), default=1.0),
    )


def _face(answer: dict[str, Any]) -> Face:
    box, landmarks, embedding = (np.array(answer[part], np.float32) for part in ("box", "landmarks", "embedding"))
    return Face(box, landmarks, answer["score"], embedding=embedding)


def _same(face: Face, others: list[Face]) -> Face | None:
    """Return the one whose box has its centre in this one's."""
    for other in others:
        centre = (other.box[:2] + other.box[2:]) / 2
        if (face.box[:2] <= centre).all() and (centre <= face.box[2:]).all():
            return other
    return None


def _cosine(face: Face, other: Face) -> float:
    assert face.embedding is not None and other.embedding is not None  # noqa: S101, PT018
    return float(face.embedding @ other.embedding)


def _total(parts: list[Agreement]) -> Agreement:
    return Agreement(
        pictures=len(parts),
        faces=sum(part.faces for part in parts),
        faces_of_one_only=sum(part.faces_of_one_only for part in parts),
        box_pixels=max(part.box_pixels for part in parts),
        landmark_pixels=max(part.landmark_pixels for part in parts),
        cosine=min(part.cosine for part in parts),
    )
