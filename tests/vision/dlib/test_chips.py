"""Faces are cut out as dlib cuts them out: the same place, the same pixels but for the last bit."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.model import Image
from rollcall.vision.dlib.chips import Chip, cut_chip, find_chip
from rollcall.vision.dlib.weights import SHAPE_PREDICTORS, find_weights

BOX = (328, 59, 442, 173)


@pytest.mark.parametrize("points", [5, 68])
@pytest.mark.parametrize("scale", [1, 2, 4, 7])
@pytest.mark.parametrize("turn", [0, 25, -70])
def test_a_chip_is_that_of_dlib(points: int, scale: int, turn: int, group_rgb: Image, dlib: Any) -> None:
    face = group_rgb[0:250, 250:500]
    spin = cv2.getRotationMatrix2D((125, 125), turn, 1.0)
    picture = cv2.resize(cv2.warpAffine(face, spin, (250, 250)), None, fx=scale, fy=scale).astype(np.uint8)
    box = dlib.rectangle(78 * scale, 59 * scale, 192 * scale, 173 * scale)
    shape = dlib.shape_predictor(str(find_weights(SHAPE_PREDICTORS[points])))(picture, box)
    expected = dlib.get_face_chip(picture, shape, 150, 0.25)
    ours = cut_chip(picture, find_chip(np.array([(part.x, part.y) for part in shape.parts()], np.float64)))
    difference = np.abs(ours.astype(int) - expected)
    assert difference.max() <= 1
    assert (difference > 0).mean() < 0.01


def test_a_square_of_the_pictures_own_size_is_the_picture() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (150, 150, 3), np.uint8)
    chip = cut_chip(picture, Chip(74.5, 74.5, 150.0, 0.0))
    # The last column and row have no neighbour to be sampled with, so that they are black.
    np.testing.assert_array_equal(chip[:-1, :-1], picture[:-1, :-1])


def test_a_quarter_turn_turns_the_face() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (150, 150, 3), np.uint8)
    chip = cut_chip(picture, Chip(74.5, 74.5, 150.0, np.pi / 2))
    turned = np.rot90(picture)
    assert np.abs(chip[2:-2, 2:-2].astype(int) - turned[2:-2, 2:-2]).max() <= 1


def test_what_lies_outside_of_the_picture_is_black() -> None:
    picture = np.full((100, 100, 3), 255, np.uint8)
    chip = cut_chip(picture, Chip(0.0, 50.0, 100.0, 0.0))
    assert (chip[:, :70] == 0).all()
    assert (chip[20:130, 80:] >= 254).all()


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0, 5000), st.floats(-4, 4), st.integers(1, 40))
def test_any_square_of_any_picture_is_cut(x: float, y: float, side: float, angle: float, height: int) -> None:
    chip = cut_chip(np.full((height, 30, 3), 77, np.uint8), Chip(x, y, side, angle))
    assert chip.shape == (150, 150, 3)
    assert chip.max() <= 77
