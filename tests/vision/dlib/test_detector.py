"""Faces found by dlib's models speak the language of the house: edges, landmarks, a score from 0 to 1."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcall.model import Image
from rollcall.vision import read_image
from rollcall.vision.dlib.detector import DlibDetector, inclusive
from rollcall.vision.dlib.finders import MmodFinder
from rollcall.vision.dlib.shape_predictor import ShapePredictor


@pytest.fixture(scope="module")
def detector(mmod: MmodFinder, sixty_eight: ShapePredictor) -> DlibDetector:
    return DlibDetector(mmod, sixty_eight, size=(500, 500))


def test_a_box_ends_where_its_last_pixel_ends(group: Image, mmod: MmodFinder, detector: DlibDetector) -> None:
    faces = detector.detect(group)
    boxes = np.stack([face.box for face in faces])
    np.testing.assert_array_equal(boxes - [0, 0, 1, 1], mmod.find(group)[0])
    np.testing.assert_array_equal(inclusive(boxes), mmod.find(group)[0])


def test_faces_come_best_first_with_scores_from_one_half_to_one(group: Image, detector: DlibDetector) -> None:
    scores = [face.score for face in detector.detect(group)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0.5 <= score <= 1.0 for score in scores)


def test_a_higher_threshold_leaves_the_surer_face(shared_dir: Path, mmod: MmodFinder, five: ShapePredictor) -> None:
    image = read_image(shared_dir / "data" / "group_boxes" / "2009_004587.jpg")
    both = DlibDetector(mmod, five, size=(500, 500), threshold=0.5).detect(image)
    (surer,) = DlibDetector(mmod, five, size=(500, 500), threshold=0.99).detect(image)
    assert len(both) == 2
    assert surer.box.tolist() == both[0].box.tolist()


@pytest.mark.parametrize("points", [5, 68])
def test_eyes_lie_above_the_nose_and_the_nose_above_the_mouth(
    points: int, group: Image, mmod: MmodFinder, five: ShapePredictor, sixty_eight: ShapePredictor
) -> None:
    for face in DlibDetector(mmod, {5: five, 68: sixty_eight}[points], size=(500, 500)).detect(group):
        left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
        assert left_eye[0] < right_eye[0]
        assert left_mouth[0] < right_mouth[0]
        assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])
        assert (face.landmarks >= face.box[:2]).all()
        assert (face.landmarks <= face.box[2:]).all()


def test_landmarks_told_from_five_points_lie_near_those_of_sixty_eight(
    group: Image, mmod: MmodFinder, five: ShapePredictor, detector: DlibDetector
) -> None:
    for few, many in zip(DlibDetector(mmod, five, size=(500, 500)).detect(group), detector.detect(group), strict=True):
        eyes = np.linalg.norm(many.landmarks[0] - many.landmarks[1])
        assert np.linalg.norm(few.landmarks - many.landmarks, axis=1).max() < 0.3 * eyes


def test_a_larger_picture_has_the_same_faces(group: Image, detector: DlibDetector) -> None:
    large = cv2.resize(group, (1500, 1125), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    for face, expected in zip(detector.detect(large), detector.detect(group), strict=True):
        assert np.abs(face.box / 3 - expected.box).max() < 12
        assert face.quality is not None
        assert face.quality.size == pytest.approx(3 * (expected.box[2] - expected.box[0]), rel=0.2)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 255))
def test_pictures_of_any_size_are_looked_at(detector: DlibDetector, width: int, height: int, colour: int) -> None:
    assert detector.detect(np.full((height, width, 3), colour, np.uint8)) == ()
