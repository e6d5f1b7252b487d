"""A download ends with the right file, or with one line and what has come kept for the next try."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from rollcall.errors import ModelError
from rollcall.vision.packs.download import download
from vision.packs.serving import Server

CONTENT = np.random.default_rng(7).bytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def fetch(
    server: Server, path: Path, sha256: str | None = SHA256, seen: list[tuple[int, int | None]] | None = None
) -> None:
    progress = seen if seen is not None else []
    url = f"{server.url}/pack.zip"
    download(url, path, sha256=sha256, progress=lambda *numbers: progress.append(numbers), pause_seconds=0.0)


def files(path: Path) -> set[str]:
    return {entry.name for entry in path.parent.iterdir() if entry.suffix != ".lock"}


def test_a_file_comes_whole_and_says_how_far_it_is(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT
    seen: list[tuple[int, int | None]] = []
    fetch(server, tmp_path / "new" / "pack.zip", seen=seen)
    assert (tmp_path / "new" / "pack.zip").read_bytes() == CONTENT
    assert files(tmp_path / "new" / "pack.zip") == {"pack.zip"}
    assert seen[-1] == (300_000, 300_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_connection_that_breaks_is_taken_up_where_it_broke(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_after = CONTENT, [100_000, 50_000, 1]
    fetch(server, tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=100000-", "bytes=150000-", "bytes=150001-"]


def test_a_later_call_goes_on_with_what_an_earlier_one_left(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_after = CONTENT, [200_000, 0, 0, 0]
    with pytest.raises(ModelError, match="what has come is kept"):
        fetch(server, tmp_path / "pack.zip")
    assert files(tmp_path / "pack.zip") == {"pack.zip.part"}
    fetch(server, tmp_path / "pack.zip")
    assert server.ranges[-1] == "bytes=200000-"
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_all_of_it_left_by_an_earlier_call_is_asked_for_no_more(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT
    (tmp_path / "pack.zip.part").write_bytes(CONTENT)
    fetch(server, tmp_path / "pack.zip")
    assert server.ranges == ["bytes=300000-"]
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "left", [b"of another file", CONTENT + b"and more", CONTENT[:1000] + b"?" + CONTENT[1001:5000]]
)
def test_what_an_earlier_call_left_of_another_file_is_fetched_anew(server: Server, tmp_path: Path, left: bytes) -> None:
    server.content = CONTENT
    (tmp_path / "pack.zip.part").write_bytes(left)
    fetch(server, tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_a_server_that_knows_no_ranges_starts_again(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_after, server.ignores_ranges = CONTENT, [100_000], True
    fetch(server, tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_a_partial_answer_from_another_place_is_not_joined(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_after, server.starts_at = CONTENT, [100_000], 7
    fetch(server, tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_a_redirection_is_followed(server: Server, tmp_path: Path) -> None:
    server.content, server.moved_to = CONTENT, "/elsewhere"
    fetch(server, tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_a_server_that_claims_more_than_it_has_is_asked_for_the_rest(server: Server, tmp_path: Path) -> None:
    server.content, server.claims = CONTENT, 400_000
    fetch(server, tmp_path / "pack.zip")
    assert server.ranges == [None, "bytes=300000-"]
    assert (tmp_path / "pack.zip").read_bytes() == CONTENT


def test_a_server_that_claims_less_than_it_has_is_found_out_by_the_hash(server: Server, tmp_path: Path) -> None:
    server.content, server.claims = CONTENT, 200_000
    with pytest.raises(ModelError, match="SHA-256 differs"):
        fetch(server, tmp_path / "pack.zip")
    assert files(tmp_path / "pack.zip") == set()


def test_another_file_is_not_kept(server: Server, tmp_path: Path) -> None:
    server.content = b"<html>Sign in to this network</html>"
    with pytest.raises(ModelError, match=r"pack\.zip sent is not the file that is known"):
        fetch(server, tmp_path / "pack.zip")
    assert files(tmp_path / "pack.zip") == set()


def test_a_server_that_never_ends_is_not_asked_for_ever(server: Server, tmp_path: Path) -> None:
    server.content, server.breaks_after = CONTENT, [10] * 1000
    with pytest.raises(ModelError, match="Cannot fetch"):
        fetch(server, tmp_path / "pack.zip")
    assert len(server.ranges) == 20


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (500, 3), (503, 3)])
def test_a_refusal_is_told_with_its_number(server: Server, tmp_path: Path, status: int, asked: int) -> None:
    server.status = status
    with pytest.raises(ModelError, match=str(status)) as raised:
        fetch(server, tmp_path / "pack.zip")
    assert "\n" not in str(raised.value)
    assert len(server.ranges) == asked


def test_nobody_there_is_told_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=f"Cannot fetch http://127.0.0.1:{port}") as raised:
        download(f"http://127.0.0.1:{port}/pack.zip", tmp_path / "pack.zip", sha256=None)
    assert "\n" not in str(raised.value)


def test_a_folder_that_cannot_be_written_is_named(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ModelError, match="Cannot write"):
        fetch(server, tmp_path / "file" / "pack.zip")


def test_two_do_not_fetch_the_same_file(server: Server, tmp_path: Path) -> None:
    server.content = CONTENT
    with FileLock(tmp_path / "pack.zip.lock"), pytest.raises(ModelError, match="Another process is fetching"):
        fetch(server, tmp_path / "pack.zip")
