"""Faces in a picture."""

from __future__ import annotations

from rollcall.model import Box, Face
from rollcall.web.views.view import View

__all__ = ["FaceView", "box_view", "face_view"]

_SCORE_DIGITS = 4


class QualityView(View):
    """How well a face can be recognised."""

    score: float
    """All of it in one number, 0..1."""
    size: float
    """Side of the face in pixels."""
    sharpness: float
    """0 (blurred) .. 1 (sharp)."""
    frontality: float
    """0 (profile) .. 1 (looks into the camera)."""
    visible: float
    """Share of the face inside the picture, 0..1."""


class FaceView(View):
    """One face in a picture."""

    box: list[float]
    """x1, y1, x2, y2 in pixels."""
    landmarks: list[list[float]]
    """x, y in pixels of eyes, nose and corners of the mouth; left is left in the picture."""
    confidence: float
    """The detector's that this is a face, 0..1."""
    quality: QualityView | None


def box_view(box: Box) -> list[float]:
    """Return a box to a tenth of a pixel."""
    return [round(float(edge), 1) for edge in box]


def face_view(face: Face) -> FaceView:
    """Return a face as the API shows it."""
    quality = face.quality
    return FaceView(
        box=box_view(face.box),
        landmarks=[[round(float(x), 1), round(float(y), 1)] for x, y in face.landmarks],
        confidence=round(float(face.score), _SCORE_DIGITS),
        quality=QualityView(
            score=round(quality.score, _SCORE_DIGITS),
            size=round(quality.size, 1),
            sharpness=round(quality.sharpness, _SCORE_DIGITS),
            frontality=round(quality.frontality, _SCORE_DIGITS),
            visible=round(quality.visible, _SCORE_DIGITS),
        )
        if quality
        else None,
    )
