"""A directory of models becomes a pack, or one line says what it lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision import ModelPack, load_pack

ARCFACE = "arcface_mobilefacenet_128d.onnx"


def test_the_graphs_tell_which_model_is_which(models_dir: Path, tmp_path: Path) -> None:
    shutil.copy(models_dir / ARCFACE, tmp_path / "a.onnx")
    shutil.copy(models_dir / "det_500m.onnx", tmp_path / "b.onnx")
    pack = load_pack(VisionSettings(models=tmp_path))
    assert "detector b.onnx and embedder a.onnx" in pack.reason
    assert pack.embedding_size == 128


def test_of_several_detectors_the_first_by_name_is_taken(pack: ModelPack) -> None:
    assert "det_500m.onnx" in pack.reason


def test_without_a_directory_the_option_is_named() -> None:
    with pytest.raises(ModelError, match="--models DIR or ROLLCALL_MODELS"):
        load_pack(VisionSettings())


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        load_pack(VisionSettings(models=tmp_path / "nowhere"))


def test_a_directory_without_an_embedder_is_named(models_dir: Path, tmp_path: Path) -> None:
    shutil.copy(models_dir / "det_500m.onnx", tmp_path)
    with pytest.raises(ModelError, match="No ArcFace embedder"):
        load_pack(VisionSettings(models=tmp_path))


@pytest.mark.parametrize("content", [b"", b"\0" * 1000, b"<html>404</html>"])
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "det.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"det\.onnx") as raised:
        load_pack(VisionSettings(models=tmp_path))
    assert "\n" not in str(raised.value)


def test_half_a_download_is_named(models_dir: Path, tmp_path: Path) -> None:
    whole = (models_dir / ARCFACE).read_bytes()
    (tmp_path / ARCFACE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match=ARCFACE):
        load_pack(VisionSettings(models=tmp_path))
