"""The CNN finds dlib's own boxes, and HOG is dlib's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rollcall.errors import ModelError
from rollcall.model import Image
from rollcall.vision import read_image
from rollcall.vision.dlib.finders import HogFinder, MmodFinder
from rollcall.vision.dlib.weights import MMOD, find_weights


@pytest.mark.parametrize("name", ["2008_001009", "2008_002506", "2007_007763"])
def test_boxes_and_confidences_are_those_of_dlib(name: str, shared_dir: Path, dlib: Any, mmod: MmodFinder) -> None:
    image = read_image(shared_dir / "data" / "group_boxes" / f"{name}.jpg")
    boxes, confidences = mmod.find(image)
    theirs = dlib.cnn_face_detection_model_v1(str(find_weights(MMOD)))(np.ascontiguousarray(image[..., ::-1]), 0)
    expected = [(found.rect.left(), found.rect.top(), found.rect.right(), found.rect.bottom()) for found in theirs]
    np.testing.assert_array_equal(boxes, np.array(expected, np.float64).reshape(-1, 4))
    np.testing.assert_allclose(confidences, [found.confidence for found in theirs], atol=1e-4)


def test_two_boxes_never_share_a_face(group: Image, mmod: MmodFinder) -> None:
    # Far below dlib's threshold there are hundreds of boxes to choose from.
    boxes, confidences = mmod.find(group, -1.5)
    assert len(boxes) > 10
    assert (np.diff(confidences) <= 0).all()
    shared = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.maximum(boxes[:, None, :2], boxes[None, :, :2]) + 1
    around = np.maximum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.minimum(boxes[:, None, :2], boxes[None, :, :2]) + 1
    overlaps = np.maximum(shared, 0).prod(axis=2) / around.prod(axis=2)
    assert overlaps[~np.eye(len(boxes), dtype=bool)].max() < 0.339


def test_in_a_picture_of_nothing_nothing_is_found(mmod: MmodFinder) -> None:
    boxes, confidences = mmod.find(np.full((200, 300, 3), 90, np.uint8))
    assert (boxes.shape, confidences.shape) == ((0, 4), (0,))


def test_hog_boxes_are_those_of_dlib(group: Image, group_rgb: Image, dlib: Any) -> None:
    boxes, confidences = HogFinder().find(group)
    theirs = dlib.get_frontal_face_detector()(group_rgb, 0)
    expected = [(box.left(), box.top(), box.right(), box.bottom()) for box in theirs]
    assert expected
    np.testing.assert_array_equal(boxes, expected)
    assert (confidences > 0).all()


def test_hog_without_dlib_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    with pytest.raises(ModelError, match="pip install dlib-bin"):
        HogFinder()
