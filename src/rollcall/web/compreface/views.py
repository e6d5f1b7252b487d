"""CompreFace's values."""

from __future__ import annotations

import uuid

import numpy as np

from rollcall.identity import Metric
from rollcall.model import Face
from rollcall.web.views.view import View

__all__ = [
    "BoxView",
    "ComprefaceFaceView",
    "ComprefaceRecognisedView",
    "SubjectView",
    "VerifiedView",
    "box_view",
    "face_view",
    "image_id",
    "photo_of",
    "similarity",
]

_STEEPNESS = 8.0
"""A face a quarter of the threshold's size above it comes out at 0.88, as far below it at 0.12: clients that ask for
0.9 and more, as CompreFace's users are used to, still get their clear cases."""
_LARGEST_NUMBER = 2**63


class BoxView(View):
    """Where a face is."""

    probability: float
    x_max: int
    y_max: int
    x_min: int
    y_min: int


class ComprefaceFaceView(View):
    """A face; what was not asked for by ``face_plugins`` is left out."""

    box: BoxView
    landmarks: list[list[int]] | None = None
    embedding: list[float] | None = None
    execution_time: dict[str, float] | None = None
    """Milliseconds, with `status=true`."""


class SubjectView(View):
    """Somebody whom a face looks like."""

    subject: str
    similarity: float
    """0..1; from 0.5 on we would give the name."""


class ComprefaceRecognisedView(ComprefaceFaceView):
    """A face and whom it looks like, the most similar first."""

    subjects: list[SubjectView]


class VerifiedView(ComprefaceFaceView):
    """A face beside a known one."""

    similarity: float


def similarity(metric: Metric, score: float, threshold: float) -> float:
    """Return a score on CompreFace's scale, where 0.5 parts right guesses from wrong ones."""
    above = metric.to_closeness(score) - metric.to_closeness(threshold)
    return round(float(1.0 / (1.0 + np.exp(-_STEEPNESS * above / threshold))), 5)


def face_view(face: Face, plugins: frozenset[str], times: dict[str, float] | None) -> ComprefaceFaceView:
    """Return a face with what ``plugins`` ask for."""
    return ComprefaceFaceView(
        box=box_view(face),
        landmarks=[[round(float(x)), round(float(y))] for x, y in face.landmarks] if "landmarks" in plugins else None,
        embedding=face.embedding.tolist() if "calculator" in plugins and face.embedding is not None else None,
        execution_time=times,
    )


def box_view(face: Face) -> BoxView:
    """Return a face's box in whole pixels."""
    x1, y1, x2, y2 = (round(float(edge)) for edge in face.box)
    return BoxView(probability=round(float(face.score), 5), x_min=x1, y_min=y1, x_max=x2, y_max=y2)


def image_id(photo: int) -> str:
    """Return a photo's number as the UUID that CompreFace's clients expect."""
    return str(uuid.UUID(int=photo))


def photo_of(text: str) -> int | None:
    """Return the photo's number in a UUID, or None for one that is none of ours."""
    try:
        number = uuid.UUID(text).int
    except ValueError:
        return None
    return number if 0 < number < _LARGEST_NUMBER else None
