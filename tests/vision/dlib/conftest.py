"""What the tests of dlib's models share: the weights as they were read, and dlib itself to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rollcall.model import Image
from rollcall.vision import read_image
from rollcall.vision.dlib.embedder import DlibEmbedder
from rollcall.vision.dlib.finders import MmodFinder
from rollcall.vision.dlib.mmod import read_mmod
from rollcall.vision.dlib.resnet import read_resnet
from rollcall.vision.dlib.shape_predictor import ShapePredictor, read_shape_predictor
from rollcall.vision.dlib.weights import MMOD, RESNET, SHAPE_PREDICTORS, find_weights, read_weights


@pytest.fixture(scope="session")
def dlib() -> Any:
    """Return dlib itself, or skip the test where its wheel (dlib-bin) is not installed."""
    return pytest.importorskip("dlib", reason="compares with dlib itself, which is not installed (dlib-bin)")


@pytest.fixture(scope="session")
def group(shared_dir: Path) -> Image:
    """A photo of three people, 500x375."""
    return read_image(shared_dir / "data" / "group_boxes" / "2008_002506.jpg")


@pytest.fixture(scope="session")
def group_rgb(group: Image) -> Image:
    """The same in dlib's order of colours."""
    return np.ascontiguousarray(group[..., ::-1])


@pytest.fixture(scope="session")
def five() -> ShapePredictor:
    return read_shape_predictor(read_weights(SHAPE_PREDICTORS[5]), "five")


@pytest.fixture(scope="session")
def sixty_eight() -> ShapePredictor:
    return read_shape_predictor(read_weights(SHAPE_PREDICTORS[68]), "sixty-eight")


@pytest.fixture(scope="session")
def mmod() -> MmodFinder:
    return MmodFinder(read_mmod(read_weights(MMOD), "mmod"))


@pytest.fixture(scope="session")
def embedder(five: ShapePredictor) -> DlibEmbedder:
    return DlibEmbedder(read_resnet(read_weights(RESNET), "resnet"), five)


@pytest.fixture(scope="session")
def dlib_net(dlib: Any) -> Any:
    return dlib.face_recognition_model_v1(str(find_weights(RESNET)))


@pytest.fixture(scope="session")
def dlib_five(dlib: Any) -> Any:
    return dlib.shape_predictor(str(find_weights(SHAPE_PREDICTORS[5])))
