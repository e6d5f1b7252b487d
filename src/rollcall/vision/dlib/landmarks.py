"""The points of dlib's shape predictors as the five landmarks that the rest of the house speaks of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Landmarks
from rollcall.vision.alignment import similarity_transform
from rollcall.vision.dlib.chips import TEMPLATE_5

__all__ = ["landmarks_of"]


def landmarks_of(points: NDArray[np.float64]) -> Landmarks:
    """Return eyes, nose tip and mouth corners for points (5, 2) or (68, 2).

    Five points are the corners of the eyes and the base of the nose. From these the tip of the nose and the corners of
    the mouth are told by the mean face, so that they follow the head's place, size and roll, but no expression.
    """
    return _from_five(points) if len(points) == len(TEMPLATE_5) else _from_sixty_eight(points)


def _from_sixty_eight(points: NDArray[np.float64]) -> Landmarks:
    left, right = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    return np.stack((left, right, points[30], points[48], points[54])).astype(np.float32)


def _from_five(points: NDArray[np.float64]) -> Landmarks:
    turn = similarity_transform(TEMPLATE_5.astype(np.float32), points.astype(np.float32))
    left, right, base = points[2:4].mean(axis=0), points[0:2].mean(axis=0), points[4]
    tip = base + (_NOSE_TIP - TEMPLATE_5[4]) @ turn[:, :2].T
    mouth = _MOUTH @ turn[:, :2].T + turn[:, 2]
    return np.stack((left, right, tip, *mouth)).astype(np.float32)


_NOSE_TIP = np.array([0.490127, 0.515625])
_MOUTH = np.array([[0.254149, 0.780233], [0.726104, 0.780233]])
# In the mean face (dlib, ``get_face_chip_details``).
