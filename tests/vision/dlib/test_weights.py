"""The weights are found where pip put them, checked, and the slow ones kept in a quicker form."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from rollcall.errors import ModelError
from rollcall.vision.dlib import weights
from rollcall.vision.dlib.shape_predictor import ShapePredictor
from rollcall.vision.dlib.weights import MMOD, WEIGHTS, find_weights, load_shape_predictor, read_weights

BOX = np.array([[20.0, 30, 119, 129]])
PICTURE = np.random.default_rng(6).integers(0, 256, (150, 150, 3), np.uint8)


def test_all_files_are_there_and_are_the_known_ones() -> None:
    for file in WEIGHTS:
        assert read_weights(file)


def test_the_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install face-recognition-models"):
        find_weights(MMOD)


def test_a_changed_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / MMOD).write_bytes(find_weights(MMOD).read_bytes()[:-1] + b"?")
    spec = importlib.util.spec_from_loader("face_recognition_models", None, is_package=True)
    assert spec is not None
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(weights, "find_spec", lambda _: spec)
    with pytest.raises(ModelError, match=f"{MMOD}' is damaged: pip install --force-reinstall"):
        read_weights(MMOD)


def test_a_predictor_that_was_kept_is_the_one_that_was_read(five: ShapePredictor, tmp_path: Path) -> None:
    made, kept = (load_shape_predictor(5, tmp_path) for _ in range(2))
    assert len(list(tmp_path.iterdir())) == 1
    for predictor in (made, kept):
        np.testing.assert_array_equal(predictor.predict(PICTURE, BOX), five.predict(PICTURE, BOX))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file"])
def test_what_was_kept_and_is_damaged_is_made_anew(content: bytes, five: ShapePredictor, tmp_path: Path) -> None:
    load_shape_predictor(5, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for damaged in (content, whole[: len(whole) // 2], whole[:5000] + b"\0\1\2\3" + whole[5004:]):
        file.write_bytes(damaged)
        predictor = load_shape_predictor(5, tmp_path)
        np.testing.assert_array_equal(predictor.predict(PICTURE, BOX), five.predict(PICTURE, BOX))
        assert file.stat().st_size == len(whole)


def test_a_cache_that_cannot_be_written_only_costs_time(five: ShapePredictor, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    predictor = load_shape_predictor(5, tmp_path / "file" / "cache")
    np.testing.assert_array_equal(predictor.predict(PICTURE, BOX), five.predict(PICTURE, BOX))
