"""A folder of models becomes a pack, or one line says what it lacks; dlib's pack needs nothing but pip."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.model import Image
from rollcall.vision import load_pack
from rollcall.vision.packs.installation import install_pack
from rollcall.vision.packs.licence import licence_accepted
from vision.packs.serving import Server

ARCFACE = "arcface_mobilefacenet_128d.onnx"


def test_the_graphs_tell_which_model_is_which(models_dir: Path, tmp_path: Path) -> None:
    shutil.copy(models_dir / ARCFACE, tmp_path / "a.onnx")
    shutil.copy(models_dir / "det_500m.onnx", tmp_path / "b.onnx")
    pack = load_pack(VisionSettings(models=tmp_path))
    assert pack.name == f"custom:{tmp_path}"
    assert "detector b.onnx and embedder a.onnx" in pack.reason
    assert (pack.embedding_size, pack.metric) == (128, "cosine")


def test_of_several_detectors_the_first_by_name_is_taken(models_dir: Path) -> None:
    assert "det_500m.onnx" in load_pack(VisionSettings(pack=f"custom:{models_dir}")).reason


def test_a_pack_is_known_by_its_embedder_whatever_its_file_is_called(models_dir: Path, tmp_path: Path) -> None:
    shutil.copy(models_dir / ARCFACE, tmp_path / "other.onnx")
    shutil.copy(models_dir / "det_500m.onnx", tmp_path)
    renamed, original = (load_pack(VisionSettings(models=folder)) for folder in (tmp_path, models_dir))
    assert (renamed.model_hash, renamed.alignment) == (original.model_hash, original.alignment)
    assert len(renamed.model_hash) == 64


@pytest.mark.parametrize("setting", ["models", "pack"])
def test_a_missing_folder_is_named(tmp_path: Path, setting: str) -> None:
    nowhere = tmp_path / "nowhere"
    settings = VisionSettings(models=nowhere) if setting == "models" else VisionSettings(pack=f"custom:{nowhere}")
    with pytest.raises(ModelError, match="nowhere"):
        load_pack(settings)


def test_a_folder_without_an_embedder_is_named(models_dir: Path, tmp_path: Path) -> None:
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


def test_with_pip_alone_dlibs_pack_finds_and_embeds(group_photo: Image, tmp_path: Path) -> None:
    pack = load_pack(VisionSettings(pack="dlib"), tmp_path)
    faces = pack.embedder.embed(group_photo, pack.detector.detect(group_photo))
    assert len(faces) == 3
    assert all(face.embedding is not None and face.embedding.shape == (pack.embedding_size,) for face in faces)
    assert (pack.name, pack.metric, pack.licence) == ("dlib", "euclidean", "public domain (CC0)")
    assert pack.threshold_source


def test_embeddings_of_other_landmarks_are_not_comparable(tmp_path: Path) -> None:
    small = load_pack(VisionSettings(pack="dlib", landmarks="small"), tmp_path)
    large = load_pack(VisionSettings(pack="dlib", landmarks="large"), tmp_path)
    assert small.model_hash == large.model_hash
    assert small.alignment != large.alignment


def test_hog_finds_faces_for_any_pack(group_photo: Image, models_dir: Path, tmp_path: Path) -> None:
    pytest.importorskip("dlib", reason="HOG is dlib's own, which is not installed (dlib-bin)")
    for settings in (VisionSettings(pack="dlib", detector="hog"), VisionSettings(models=models_dir, detector="hog")):
        pack = load_pack(settings, tmp_path)
        assert pack.embedder.embed(group_photo, pack.detector.detect(group_photo))


def test_the_licence_that_is_accepted_at_the_start_is_shown_and_kept(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server.content = b"not a pack"
    monkeypatch.setattr(install_pack, "__kwdefaults__", (install_pack.__kwdefaults__ or {}) | {"release": server.url})
    for _ in range(2):
        with pytest.raises(ModelError, match="SHA-256 differs"):
            load_pack(VisionSettings(pack="buffalo_l", accept_license=True), tmp_path)
    assert caplog.text.count("non-commercial research purposes only") == 1
    assert licence_accepted(tmp_path)
