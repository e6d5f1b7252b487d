"""Aligned faces: the similarity_transform that fits best, and pixels where the template wants them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rollcall.model import Face
from rollcall.vision.alignment import ARCFACE_TEMPLATE, align, similarity_transform


def _turned(points: np.ndarray, angle: float, scale: float, shift: tuple[float, float]) -> np.ndarray:
    rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points @ rotation.T + shift).astype(np.float32)


@given(
    angle=st.floats(-np.pi, np.pi),
    scale=st.floats(0.05, 20),
    shift=st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)),
)
def test_a_turned_scaled_and_shifted_face_is_brought_back(
    angle: float, scale: float, shift: tuple[float, float]
) -> None:
    landmarks = _turned(ARCFACE_TEMPLATE, angle, scale, shift)
    matrix = similarity_transform(landmarks, ARCFACE_TEMPLATE)
    back = landmarks @ matrix[:, :2].T + matrix[:, 2]
    np.testing.assert_allclose(back, ARCFACE_TEMPLATE, atol=0.05)


@given(noise=st.lists(st.floats(-8, 8), min_size=10, max_size=10))
def test_no_neighbouring_similarity_fits_better(noise: list[float]) -> None:
    landmarks = ARCFACE_TEMPLATE + np.reshape(noise, (5, 2)).astype(np.float32)
    matrix = similarity_transform(landmarks, ARCFACE_TEMPLATE)
    turn, shift = complex(matrix[0, 0], matrix[1, 0]), complex(*matrix[:, 2])

    def error(turn: complex, shift: complex) -> float:
        points, aims = landmarks @ [1, 1j], ARCFACE_TEMPLATE @ [1, 1j]
        return float(np.sum(np.abs(turn * points + shift - aims) ** 2))

    least = error(turn, shift)
    for step in (1e-3, -1e-3, 1e-3j, -1e-3j):
        assert error(turn + step, shift) > least
        assert error(turn, shift + step * 100) > least


def test_landmarks_in_one_point_are_only_shifted() -> None:
    matrix = similarity_transform(np.full((5, 2), 7, np.float32), ARCFACE_TEMPLATE)
    np.testing.assert_allclose(matrix[:, :2], np.eye(2))
    assert np.isfinite(matrix).all()


def test_a_face_that_lies_in_the_template_is_cut_out_unchanged() -> None:
    image = np.random.default_rng(0).integers(0, 256, (112, 112, 3), np.uint8)
    face = Face(np.array([0, 0, 112, 112], np.float32), ARCFACE_TEMPLATE, 1.0)
    np.testing.assert_array_equal(align(image, [face])[0], image)


def test_outside_the_picture_is_black() -> None:
    image = np.full((50, 50, 3), 255, np.uint8)
    face = Face(np.array([0, 0, 112, 112], np.float32), ARCFACE_TEMPLATE, 1.0)
    crop = align(image, [face])[0]
    assert (crop[:50, :50] == 255).all()
    assert (crop[51:] == 0).all()


def test_no_faces_give_no_crops() -> None:
    assert align(np.zeros((10, 10, 3), np.uint8), []).shape == (0, 112, 112, 3)
