"""Each part of a face's quality falls with what it speaks of, and with nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.model import Box, Image, Landmarks, Quality
from rollcall.vision import ModelPack
from rollcall.vision.alignment import ARCFACE_TEMPLATE
from rollcall.vision.quality import measure_quality

_GREY = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 256, (400, 400, 3)).astype(np.float32), (0, 0), 1.5)
NOISE = np.clip((_GREY - 127.5) * 6 + 127.5, 0, 255).astype(np.uint8)
"""Blurred noise with the contrast of a photo: its grey levels deviate by some 50."""
WHOLE = np.array([100, 100, 212, 212], np.float32)


def _measure(
    image: Image = NOISE, box: Box = WHOLE, landmarks: Landmarks = ARCFACE_TEMPLATE, score: float = 1.0
) -> Quality:
    return measure_quality(image, box, landmarks, score)


def _turned(landmarks: Landmarks, degrees: float, *, axis: int) -> Landmarks:
    """Return the landmarks of a head turned about its upright (1) or its level axis (0), the nose standing out."""
    points = np.column_stack([landmarks - landmarks.mean(axis=0), [0, 0, 25, 0, 0]])
    angle = np.radians(degrees)
    along, depth = points[:, 1 - axis].copy(), points[:, 2]
    points[:, 1 - axis] = along * np.cos(angle) + depth * np.sin(angle)
    return points[:, :2].astype(np.float32)


def test_size_is_the_side_of_a_square_of_equal_area() -> None:
    assert _measure(box=np.array([0, 0, 40, 90], np.float32)).size == pytest.approx(60)


def test_sharpness_does_not_change_with_light() -> None:
    dark = (NOISE * 0.4).astype(np.uint8)
    assert _measure(dark).sharpness == pytest.approx(_measure().sharpness, abs=0.02)


def test_faint_face_is_not_sharp_however_its_noise_looks() -> None:
    assert _measure((NOISE * 0.1).astype(np.uint8)).sharpness == 0
    assert 0 < _measure((NOISE * 0.25).astype(np.uint8)).sharpness < 0.9 * _measure().sharpness


def test_sharpness_of_a_real_photo_falls_with_blur(pack: ModelPack, crowd: Image) -> None:
    for face in pack.detector.detect(crowd):
        assert face.quality is not None
        sharpnesses = [face.quality.sharpness]
        for share in (0.02, 0.04, 0.08):
            blurred = cv2.GaussianBlur(crowd, (0, 0), share * face.quality.size).astype(np.uint8)
            sharpnesses.append(measure_quality(blurred, face.box, face.landmarks, face.score).sharpness)
        assert sharpnesses == sorted(sharpnesses, reverse=True)
        assert sharpnesses[0] > 0.7
        assert sharpnesses[-1] < 0.5


@pytest.mark.parametrize("axis", [0, 1])
def test_frontality_falls_with_every_degree_of_turning(axis: int) -> None:
    frontalities = [_measure(landmarks=_turned(ARCFACE_TEMPLATE, angle, axis=axis)).frontality for angle in (0, 15, 30)]
    assert frontalities[0] > 0.9
    assert frontalities == sorted(frontalities, reverse=True)
    assert frontalities[2] < 0.75 * frontalities[0]


def test_a_profile_has_no_frontality() -> None:
    assert _measure(landmarks=_turned(ARCFACE_TEMPLATE, 80, axis=1)).frontality == 0


@given(degrees=st.floats(-180, 180), scale=st.floats(0.1, 10))
def test_rolling_the_head_changes_no_frontality(degrees: float, scale: float) -> None:
    angle = np.radians(degrees)
    rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    rolled = (ARCFACE_TEMPLATE @ rotation.T).astype(np.float32)
    assert _measure(landmarks=rolled).frontality == pytest.approx(_measure().frontality, abs=1e-3)


@pytest.mark.parametrize(
    ("box", "share"),
    [((0, 0, 100, 100), 1), ((-50, 0, 50, 100), 0.5), ((350, 350, 450, 450), 0.25), ((500, 0, 600, 100), 0)],
)
def test_visible_is_the_share_inside_the_picture(box: tuple[int, ...], share: float) -> None:
    assert _measure(box=np.array(box, np.float32)).visible == pytest.approx(share)


def test_one_bad_part_is_not_made_good_by_the_others() -> None:
    assert _measure().score > 0.9
    assert _measure(landmarks=_turned(ARCFACE_TEMPLATE, 80, axis=1)).score == 0


@given(
    box=st.lists(st.floats(-1e4, 1e4, width=32), min_size=4, max_size=4),
    points=st.lists(st.floats(-1e4, 1e4, width=32), min_size=10, max_size=10),
    score=st.floats(0, 1),
)
def test_any_face_has_a_quality_within_its_bounds(box: list[float], points: list[float], score: float) -> None:
    quality = _measure(box=np.array(box, np.float32), landmarks=np.array(points, np.float32).reshape(5, 2), score=score)
    assert quality.size >= 0
    for part in (quality.sharpness, quality.frontality, quality.visible, quality.score):
        assert 0 <= part <= 1
