"""Faces turned upright and cut out, so that eyes, nose and mouth always come to lie in the same places."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face, Image, Landmarks

__all__ = ["ARCFACE_SIDE", "ARCFACE_TEMPLATE", "align", "similarity_transform"]

ARCFACE_SIDE = 112
"""Side of an aligned face in pixels."""

ARCFACE_TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)
"""(5, 2) float32: where the landmarks come to lie, x y in pixels of the face (InsightFace, ``face_align.py``)."""


def similarity_transform(source: Landmarks, target: Landmarks) -> NDArray[np.float64]:
    """Return the rotation, scale and shift, (2, 3), that brings ``source`` nearest to ``target`` by least squares.

    Umeyama, "Least-squares estimation of transformation parameters between two point patterns", 1991; in the plane
    the rotation with its scale is one complex number, and the solution one division. Points that all coincide have
    no direction: they are only shifted.
    """
    points, aims = _complex(source), _complex(target)
    centred = points - points.mean()
    spread = np.vdot(centred, centred).real
    turn = np.vdot(centred, aims - aims.mean()) / spread if spread > 0 else 1.0 + 0j
    shift = aims.mean() - turn * points.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def align(image: Image, faces: Sequence[Face]) -> NDArray[np.uint8]:
    """Return the faces as the ArcFace models want them, (N, 112, 112, 3) uint8 BGR; black where the picture ends."""
    crops = np.empty((len(faces), ARCFACE_SIDE, ARCFACE_SIDE, 3), np.uint8)
    for crop, face in zip(crops, faces, strict=True):
        matrix = similarity_transform(face.landmarks, ARCFACE_TEMPLATE)
        cv2.warpAffine(image, matrix, (ARCFACE_SIDE, ARCFACE_SIDE), dst=crop)
    return crops


def _complex(points: Landmarks) -> NDArray[np.complex128]:
    return points[:, 0].astype(np.float64) + 1j * points[:, 1].astype(np.float64)
