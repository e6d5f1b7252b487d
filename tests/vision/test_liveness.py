"""Liveness tells faces before the camera from printed photos, on webcam pictures of both."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.model import Image
from rollcall.vision import ModelPack, load_pack, read_image
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.liveness import Liveness, _surroundings, load_liveness


@pytest.fixture(scope="module")
def liveness(models_dir: Path) -> Liveness:
    return load_liveness(models_dir)


def test_live_faces_score_higher_than_printed_ones(liveness: Liveness, pack: ModelPack, shared_dir: Path) -> None:
    folder = shared_dir / "data" / "spoof"
    right = []
    with (folder / "labels.csv").open() as file:
        for row in list(csv.DictReader(file))[::10]:
            image = read_image(folder / "images" / row["file"])
            face = pack.detector.detect(image)[0]
            right.append((liveness.score(image, face) > 0.5) == (row["label"] == "live"))
    assert len(right) > 25
    assert np.mean(right) >= 0.95


def test_a_folder_without_such_nets_is_named(models_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "det.onnx").symlink_to(models_dir / "det_500m.onnx")
    with pytest.raises(ModelError, match="holds no MiniFASNet"):
        load_liveness(tmp_path)


def test_a_pack_has_liveness_where_it_is_asked_for(models_dir: Path, pack: ModelPack) -> None:
    assert pack.liveness is None
    settings = VisionSettings(models=models_dir, liveness=models_dir, runtime="onnxruntime")
    assert load_pack(settings).liveness is not None


def test_a_net_whose_name_tells_no_scale_is_refused(models_dir: Path) -> None:
    graph = read_graph(models_dir / "2.7_80x80_MiniFASNetV2.onnx")
    with pytest.raises(ModelError, match="'liveness' is no MiniFASNet named by its scale"):
        Liveness([Graph("liveness", graph.proto)])


def _numbered(width: int, height: int) -> Image:
    """Return a picture whose pixels tell their own x and y."""
    ys, xs = np.mgrid[:height, :width]
    return np.stack([xs, ys, np.zeros_like(xs)], axis=2).astype(np.uint8)


def test_the_surroundings_keep_the_face_in_their_middle() -> None:
    cut = _surroundings(_numbered(200, 200), np.array([90, 90, 110, 110], np.float32), 2.7)
    assert cut.shape == (55, 55, 3)
    assert tuple(cut[0, 0, :2]) == (73, 73)


def test_at_the_edge_the_surroundings_are_moved_into_the_picture() -> None:
    cut = _surroundings(_numbered(200, 200), np.array([0, 180, 20, 200], np.float32), 2.7)
    assert cut.shape[:2] == (55, 55)
    assert tuple(cut[-1, 0, :2]) == (0, 199)


@given(
    width=st.integers(1, 60),
    height=st.integers(1, 60),
    corner=st.tuples(st.floats(-100, 100), st.floats(-100, 100)),
    sides=st.tuples(st.floats(0, 100), st.floats(0, 100)),
    scale=st.floats(1, 5),
)
def test_any_box_has_surroundings_in_any_picture(
    width: int, height: int, corner: tuple[float, float], sides: tuple[float, float], scale: float
) -> None:
    box = np.array([*corner, corner[0] + sides[0], corner[1] + sides[1]], np.float32)
    assert _surroundings(_numbered(width, height), box, scale).size > 0
