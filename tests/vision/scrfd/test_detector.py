"""SCRFD on real pictures: both exports, all shapes of picture, faces of all sizes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import numpy_helper

from rollcall.errors import ModelError
from rollcall.model import Face, Image
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.scrfd.detector import ScrfdDetector, ScrfdNet

EXPORTS = ("det_500m", "scrfd_2.5g_kps")


@pytest.fixture(scope="module", params=EXPORTS)
def detector(request: pytest.FixtureRequest, models_dir: Path) -> ScrfdDetector:
    return ScrfdDetector(ScrfdNet(read_graph(models_dir / f"{request.param}.onnx")))


def test_every_face_of_a_group_photo_is_found(detector: ScrfdDetector, crowd: Image) -> None:
    assert len(detector.detect(crowd)) == 14


def test_eyes_nose_and_mouth_lie_in_the_box_in_their_order(detector: ScrfdDetector, crowd: Image) -> None:
    for face in detector.detect(crowd):
        left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
        assert (face.box[:2] < face.landmarks).all()
        assert (face.landmarks < face.box[2:]).all()
        assert left_eye[0] < right_eye[0]
        assert left_mouth[0] < right_mouth[0]
        assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])


def test_faces_come_best_first(detector: ScrfdDetector, crowd: Image) -> None:
    scores = [face.score for face in detector.detect(crowd)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.5


def test_both_exports_find_the_same_faces(models_dir: Path, crowd: Image) -> None:
    first, second = (ScrfdDetector(ScrfdNet(read_graph(models_dir / f"{name}.onnx"))) for name in EXPORTS)
    seconds = second.detect(crowd)
    for face in first.detect(crowd):
        assert max(_overlap(face, other) for other in seconds) > 0.6


def test_a_face_that_fills_the_picture_is_found(detector: ScrfdDetector, crowd: Image) -> None:
    x1, y1, x2, y2 = detector.detect(crowd)[0].box.astype(int)
    large = cv2.resize(crowd[y1:y2, x1:x2], (700, 900)).astype(np.uint8)
    (face,) = detector.detect(large)
    assert face.quality is not None
    assert face.quality.size > 600


@pytest.mark.parametrize("part", [(1440, 810), (640, 1440), (1000, 999), (1001, 1439)])
def test_boxes_come_in_pixels_of_the_picture_whatever_its_shape(
    detector: ScrfdDetector, crowd: Image, part: tuple[int, int]
) -> None:
    left, (width, height) = 500, part
    found = detector.detect(np.ascontiguousarray(crowd[:height, left : left + width]))
    shift = np.array([left, 0], np.float32)
    moved = [Face(face.box + np.tile(shift, 2), face.landmarks + shift, face.score) for face in found]
    inside = [
        face
        for face in detector.detect(crowd)
        if left < face.box[0] and face.box[2] < left + width and face.box[3] < height
    ]
    assert len(inside) > 2
    for face in inside:
        best = max(moved, key=lambda other: _overlap(face, other))
        assert _overlap(face, best) > 0.7
        np.testing.assert_allclose(best.landmarks, face.landmarks, atol=12)


def test_no_face_gives_nothing(detector: ScrfdDetector) -> None:
    assert detector.detect(np.full((480, 640, 3), 90, np.uint8)) == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(width=st.integers(1, 900), height=st.integers(1, 900))
def test_pictures_of_any_size_are_looked_at(models_dir: Path, width: int, height: int) -> None:
    detector = _small_detector(models_dir)
    assert isinstance(detector.detect(np.zeros((height, width, 3), np.uint8)), tuple)


def test_an_export_for_one_size_gets_that_size(models_dir: Path, crowd: Image) -> None:
    graph = read_graph(models_dir / "det_500m.onnx")
    free = ScrfdDetector(ScrfdNet(graph), size=(512, 512)).detect(crowd)
    fixed = ScrfdDetector(ScrfdNet(_frozen(graph, 512)), size=(960, 960)).detect(crowd)
    assert len(fixed) == len(free)
    for face, expected in zip(fixed, free, strict=True):
        assert _overlap(face, expected) > 0.9


def _frozen(graph: Graph, side: int) -> Graph:
    """Return the graph as exporters write it that fix the size: in the input and in each enlarging."""
    proto = onnx.ModelProto()
    proto.CopyFrom(graph.proto)
    for dimension in proto.graph.input[0].type.tensor_type.shape.dim[2:]:
        dimension.dim_value = side
    enlargings = [node for node in proto.graph.node if node.op_type == "Resize"]
    for node, stride in zip(enlargings, (16, 8), strict=True):
        node.input[3] = f"fixed_{stride}"
        sizes = np.array([1, 16, side // stride, side // stride], np.int64)
        proto.graph.initializer.append(numpy_helper.from_array(sizes, node.input[3]))
    return Graph(graph.name, proto)


def test_a_model_of_another_kind_is_refused(models_dir: Path) -> None:
    with pytest.raises(ModelError, match="no SCRFD detector"):
        ScrfdNet(read_graph(models_dir / "arcface_mobilefacenet_128d.onnx"))


_made: dict[Path, ScrfdDetector] = {}


def _small_detector(models_dir: Path) -> ScrfdDetector:
    if models_dir not in _made:
        _made[models_dir] = ScrfdDetector(ScrfdNet(read_graph(models_dir / "det_500m.onnx")), size=(160, 160))
    return _made[models_dir]


def _overlap(first: Face, second: Face) -> float:
    low, high = np.maximum(first.box[:2], second.box[:2]), np.minimum(first.box[2:], second.box[2:])
    shared = float(np.prod(np.maximum(high - low, 0)))
    return shared / (_area(first) + _area(second) - shared)


def _area(face: Face) -> float:
    return float(np.prod(face.box[2:] - face.box[:2]))
