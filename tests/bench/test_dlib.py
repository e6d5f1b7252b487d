"""The comparison with dlib itself finds no difference where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from rollcall.bench.dlib import command, compare_with_dlib
from rollcall.errors import ConfigError
from rollcall.vision import read_image
from rollcall.vision.runtime import Runtime

RUNTIME = Runtime(engine="onnxruntime:cpu")


@pytest.fixture(autouse=True)
def _dlib() -> None:
    pytest.importorskip("dlib", reason="compares with dlib itself, which is not installed (dlib-bin)")


def test_boxes_points_and_embeddings_are_the_same(shared_dir: Path) -> None:
    photo = read_image(shared_dir / "data" / "group_boxes" / "2008_002506.jpg")
    result = compare_with_dlib([photo, np.full((120, 160, 3), 90, np.uint8)], RUNTIME)
    assert (result.pictures, result.faces, result.faces_of_one_only) == (2, 3, 0)
    assert max(result.boxes_differ_pixels, result.points_differ_pixels) < 2
    assert result.confidences_differ < 1e-4
    assert result.embeddings_of_same_chips_differ < 1e-4
    assert result.embeddings_differ < 1e-3
    assert result.network_milliseconds > 0


def test_the_figures_come_as_a_table_and_as_json(shared_dir: Path, tmp_path: Path) -> None:
    photo = shared_dir / "data" / "group_boxes" / "2008_001322.jpg"
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / photo.name).symlink_to(photo)
    file = tmp_path / "figures.json"
    answer = CliRunner().invoke(command, [str(tmp_path / "photos"), "--json", str(file)], catch_exceptions=False)
    assert answer.exit_code == 0
    assert "times as fast" in answer.output
    assert json.loads(file.read_text())["faces"] == 3


def test_a_folder_without_photos_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=str(tmp_path)):
        CliRunner().invoke(command, [str(tmp_path)], catch_exceptions=False)
