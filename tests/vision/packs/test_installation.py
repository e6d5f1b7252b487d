"""A pack comes out of its archive by names and hashes that are known here; the archive's own say is not taken."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from rollcall.errors import ModelError
from rollcall.vision.packs.catalogue import PackFile, PublishedPack
from rollcall.vision.packs.installation import install_pack
from rollcall.vision.packs.local_packs import damaged_files
from vision.packs.serving import Server

DETECTOR, EMBEDDER = np.random.default_rng(8).bytes(50_000), np.random.default_rng(9).bytes(80_000)


def known(name: str, content: bytes) -> PackFile:
    return PackFile(name, hashlib.sha256(content).hexdigest())


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def pack_of(data: bytes | None) -> PublishedPack:
    """Return a pack whose archive is ``data``, or whose archive's hash is not known."""
    sha256 = hashlib.sha256(data).hexdigest() if data is not None else None
    return PublishedPack("tiny", "for tests", known("det.onnx", DETECTOR), known("rec.onnx", EMBEDDER), sha256)


GOOD = archive({"det.onnx": DETECTOR, "rec.onnx": EMBEDDER, "genderage.onnx": b"not used"})


def contents(place: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in place.iterdir() if not entry.name.endswith(".lock")}


def test_a_pack_is_its_two_files_and_nothing_else(server: Server, tmp_path: Path) -> None:
    server.content = GOOD
    place = install_pack(pack_of(GOOD), tmp_path, release=server.url)
    assert place == tmp_path / "tiny"
    assert contents(place) == {"det.onnx": DETECTOR, "rec.onnx": EMBEDDER}


def test_a_pack_that_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    server.content = GOOD
    for _ in range(2):
        install_pack(pack_of(GOOD), tmp_path, release=server.url)
    assert len(server.ranges) == 1


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    server.content = GOOD
    place = install_pack(pack_of(GOOD), tmp_path, release=server.url)
    (place / "rec.onnx").write_bytes(EMBEDDER[:-1])
    assert damaged_files(place, pack_of(GOOD).files) == ("rec.onnx",)
    install_pack(pack_of(GOOD), tmp_path, release=server.url)
    assert damaged_files(place, pack_of(GOOD).files) == ()


@pytest.mark.parametrize("inside", ["tiny/", "../../", "/etc/", "C:\\Windows\\", "a/b/c/../../"])
def test_paths_in_the_archive_lead_nowhere(server: Server, tmp_path: Path, inside: str) -> None:
    server.content = archive({f"{inside}det.onnx": DETECTOR, f"{inside}rec.onnx": EMBEDDER, "../evil": b"evil"})
    folder = tmp_path / "a" / "b" / "models"
    try:
        place = install_pack(pack_of(None), folder, release=server.url)
    except ModelError as error:
        # A backslash is no separator in an archive, so that the file's name is another one.
        assert "\\" in inside and "has no det.onnx" in str(error)  # noqa: PT017, PT018
    else:
        assert contents(place) == {"det.onnx": DETECTOR, "rec.onnx": EMBEDDER}
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and folder not in path.parents]
    assert outside == []


def test_without_the_archives_hash_the_files_hashes_decide(server: Server, tmp_path: Path) -> None:
    server.content = archive({"det.onnx": DETECTOR, "rec.onnx": EMBEDDER[::-1]})
    with pytest.raises(ModelError, match=r"rec\.onnx in the archive is not the file that is known"):
        install_pack(pack_of(None), tmp_path, release=server.url)
    assert "rec.onnx" not in contents(tmp_path / "tiny")


def test_an_archive_without_a_file_is_named(server: Server, tmp_path: Path) -> None:
    server.content = archive({"det.onnx": DETECTOR})
    with pytest.raises(ModelError, match=r"has no rec\.onnx"):
        install_pack(pack_of(None), tmp_path, release=server.url)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>404</html>",
        GOOD[: len(GOOD) // 2],
        GOOD[:100] + b"????" + GOOD[104:],
        GOOD[:60_000] + bytes(2000) + GOOD[62_000:],
    ],
)
def test_a_damaged_archive_leaves_nothing_behind(server: Server, tmp_path: Path, data: bytes) -> None:
    server.content = data
    with pytest.raises(ModelError) as raised:
        install_pack(pack_of(None), tmp_path, release=server.url, pause_seconds=0.0)
    assert "\n" not in str(raised.value)
    left = contents(tmp_path / "tiny")
    assert all(
        left[name] == content for name, content in (("det.onnx", DETECTOR), ("rec.onnx", EMBEDDER)) if name in left
    )
    assert not any(name.endswith((".zip", ".part")) for name in left)
