"""Errors of landmarks are shares of the distance between the eyes, of the faces that were found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from rollcall.bench.vision.landmark_error import LabelledFace, measure_landmarks
from rollcall.model import Face, Image
from rollcall.vision.alignment import ARCFACE_TEMPLATE

BOX = np.array([0, 0, 112, 112], np.float32)
LABELLED = LabelledFace("a.jpg", BOX, ARCFACE_TEMPLATE)
EYE_DISTANCE = float(np.linalg.norm(ARCFACE_TEMPLATE[0] - ARCFACE_TEMPLATE[1]))


@dataclass(frozen=True)
class FindsShifted:
    """Finds the face of the template, its landmarks moved to the right and its box too."""

    landmarks: float
    box: float = 0.0
    engine: str = "none"

    def detect(self, image: Image) -> tuple[Face, ...]:  # noqa: ARG002 - it looks at none
        return (
            Face(
                BOX + np.array(self.box, np.float32), ARCFACE_TEMPLATE + np.array([self.landmarks, 0], np.float32), 1.0
            ),
        )


def test_the_error_is_a_share_of_the_eyes_distance() -> None:
    error = measure_landmarks([(np.zeros((112, 112, 3), np.uint8), LABELLED)], FindsShifted(3.0))
    assert (error.labelled, error.found) == (1, 1)
    for mean in (error.mean, error.of_eyes, error.of_nose, error.of_mouth):
        assert mean == pytest.approx(3 / EYE_DISTANCE, rel=1e-4)


def test_a_face_elsewhere_is_not_the_labelled_one() -> None:
    error = measure_landmarks([(np.zeros((112, 112, 3), np.uint8), LABELLED)], FindsShifted(0.0, box=80.0))
    assert (error.labelled, error.found) == (1, 0)
    assert np.isnan(error.mean)
