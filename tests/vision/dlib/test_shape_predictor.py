"""Points of a face are dlib's own, pixel for pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rollcall.errors import ModelError
from rollcall.model import Image
from rollcall.vision.dlib.shape_predictor import ShapePredictor, read_shape_predictor
from rollcall.vision.dlib.weights import SHAPE_PREDICTORS, find_weights, read_weights

BOXES = np.array([[328, 59, 442, 173], [228, 100, 307, 179], [120, 51, 215, 146]], np.float64)
"""The faces of the group photo, as dlib's CNN finds them."""


@pytest.mark.parametrize("points", [5, 68])
def test_points_are_those_of_dlib(
    points: int, group: Image, group_rgb: Image, dlib: Any, five: ShapePredictor, sixty_eight: ShapePredictor
) -> None:
    ours = {5: five, 68: sixty_eight}[points].predict(group, BOXES)
    theirs = dlib.shape_predictor(str(find_weights(SHAPE_PREDICTORS[points])))
    for box, shape in zip(BOXES.astype(int).tolist(), ours, strict=True):
        expected = [(part.x, part.y) for part in theirs(group_rgb, dlib.rectangle(*box)).parts()]
        np.testing.assert_array_equal(np.floor(shape + 0.5), expected)


def test_a_face_half_outside_of_the_picture_is_that_of_dlib(
    group: Image, group_rgb: Image, dlib_five: Any, dlib: Any, five: ShapePredictor
) -> None:
    cut, cut_rgb = group[90:, 280:390], np.ascontiguousarray(group_rgb[90:, 280:390])
    (shape,) = five.predict(cut, np.array([[48.0, -31, 162, 83]]))
    expected = [(part.x, part.y) for part in dlib_five(cut_rgb, dlib.rectangle(48, -31, 162, 83)).parts()]
    np.testing.assert_array_equal(np.floor(shape + 0.5), expected)


def test_faces_together_are_as_each_alone(group: Image, five: ShapePredictor) -> None:
    alone = np.concatenate([five.predict(group, box[None]) for box in BOXES])
    np.testing.assert_array_equal(five.predict(group, BOXES), alone)


def test_no_face_has_no_points(group: Image, sixty_eight: ShapePredictor) -> None:
    assert sixty_eight.predict(group, np.zeros((0, 4))).shape == (0, 68, 2)


def test_a_black_picture_still_gives_points_in_the_box(five: ShapePredictor) -> None:
    (shape,) = five.predict(np.zeros((1, 1, 3), np.uint8), np.array([[0.0, 0, 99, 99]]))
    assert ((shape > -50) & (shape < 150)).all()


@pytest.mark.parametrize("share", [0.0, 1e-6, 0.3, 0.9, 0.99999])
def test_half_a_file_is_named(share: float) -> None:
    data = read_weights(SHAPE_PREDICTORS[5])
    with pytest.raises(ModelError, match="'half' is damaged"):
        read_shape_predictor(data[: int(len(data) * share)], "half")
