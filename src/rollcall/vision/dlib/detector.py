"""Faces with boxes as dlib draws them, and landmarks by its shape predictors."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face, Image
from rollcall.vision.dlib.landmarks import landmarks_of
from rollcall.vision.dlib.shape_predictor import ShapePredictor
from rollcall.vision.quality import measure_quality

__all__ = ["DlibDetector", "Finder", "inclusive"]

_MAX_ENLARGEMENT = 2.0
# Small pictures are not enlarged further: no detail comes of more, and dlib's own users go no further either.


_TO_END = np.array([0.0, 0.0, 1.0, 1.0])
# From the last pixel of a face to where it ends; the first pixel begins where it is.


class Finder(Protocol):
    """Finds boxes in a picture at the size that it has; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Name of the model."""

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""

    def find(self, image: Image, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return boxes, (N, 4), and confidences above ``confidence``, (N,), best first; dlib's own numbers.

        A box holds the first and the last column and row of a face. To dlib a confidence above 0 means a face.
        """


class DlibDetector:
    """Finds faces with a finder on a scaled picture, and their landmarks with a predictor on the picture itself."""

    def __init__(
        self, finder: Finder, predictor: ShapePredictor, *, size: tuple[int, int], threshold: float = 0.5
    ) -> None:
        """Detect what scores at least ``threshold`` in pictures scaled into ``size``, width and height.

        A score is (1 + confidence) / 2, at most 1: 0.5 where dlib's own threshold lies.
        """
        self._finder = finder
        self._predictor = predictor
        self._size = size
        self._confidence = 2 * threshold - 1

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._finder.name

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""
        return self._finder.engine

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Return the faces, best score first, with landmarks and quality."""
        picture = _scaled(image, self._size)
        found, confidences = self._finder.find(picture, self._confidence)
        factors = np.array(image.shape[1::-1]) / picture.shape[1::-1]
        boxes = ((found + _TO_END) * np.tile(factors, 2)).astype(np.float32)
        points = self._predictor.predict(image, inclusive(boxes))
        scores = np.minimum((1 + confidences) / 2, 1.0)
        return tuple(
            _face(image, box, face_points, score)
            for box, face_points, score in zip(boxes, points, scores.tolist(), strict=True)
        )


def inclusive(boxes: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return boxes, (N, 4), as dlib has them: whole pixels, the last column and row of the face instead of its end."""
    pixels: NDArray[np.float64] = np.rint(boxes.astype(np.float64)) - _TO_END
    return pixels


def _face(image: Image, box: NDArray[np.float32], points: NDArray[np.float64], score: float) -> Face:
    landmarks = landmarks_of(points)
    return Face(box, landmarks, score, measure_quality(image, box, landmarks, score))


def _scaled(image: Image, size: tuple[int, int]) -> Image:
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height, _MAX_ENLARGEMENT)
    shape = (max(1, round(width * scale)), max(1, round(height * scale)))
    if shape == (width, height):
        return image
    return cv2.resize(image, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR).astype(np.uint8)
