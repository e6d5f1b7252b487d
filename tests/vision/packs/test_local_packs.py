"""Packs are found where they may lie, and damage is seen by the bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rollcall.vision.packs.catalogue import PackFile, PublishedPack
from rollcall.vision.packs.local_packs import damaged_files, find_pack

DETECTOR, EMBEDDER = b"a detector", b"an embedder"
PACK = PublishedPack(
    "tiny",
    "for tests",
    PackFile("det.onnx", hashlib.sha256(DETECTOR).hexdigest()),
    PackFile("rec.onnx", hashlib.sha256(EMBEDDER).hexdigest()),
    None,
)


def lay(place: Path) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    (place / "det.onnx").write_bytes(DETECTOR)
    (place / "rec.onnx").write_bytes(EMBEDDER)
    return place


def test_a_pack_lies_in_a_folder_of_its_name_or_loose(tmp_path: Path) -> None:
    folders = [tmp_path / "nowhere", tmp_path]
    assert find_pack(PACK, folders) is None
    loose = lay(tmp_path)
    assert find_pack(PACK, folders) == loose
    folder = lay(tmp_path / "tiny")
    assert find_pack(PACK, folders) == folder


def test_half_of_a_pack_is_none(tmp_path: Path) -> None:
    (lay(tmp_path / "tiny") / "rec.onnx").unlink()
    assert find_pack(PACK, [tmp_path]) is None


def test_damage_is_one_byte(tmp_path: Path) -> None:
    place = lay(tmp_path)
    assert damaged_files(place, PACK.files) == ()
    (place / "det.onnx").write_bytes(b"a Detector")
    (place / "rec.onnx").unlink()
    assert damaged_files(place, PACK.files) == ("det.onnx", "rec.onnx")
