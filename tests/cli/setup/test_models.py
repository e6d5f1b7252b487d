"""``rollcall models`` as a user meets it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.command import ROLLCALL, clean_environment
from vision.packs.serving import Server, serving

Rollcall = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def models(tmp_path: Path) -> Rollcall:
    """Run ``rollcall models`` with a cache and a working directory of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROLLCALL), "models", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=tmp_path,
            env=clean_environment() | {"XDG_CACHE_HOME": str(tmp_path / "cache")} | environment,
        )

    return run


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def test_every_pack_is_listed_with_its_licence_metric_and_threshold(models: Rollcall) -> None:
    answer = models("list")
    assert answer.returncode == 0
    for name in ("buffalo_l", "buffalo_m", "buffalo_s", "buffalo_sc", "antelopev2", "dlib"):
        assert f"\n{name} " in f"\n{answer.stdout}"
    assert answer.stdout.count("non-commercial research only") == 5
    assert "one person from cosine 0.44" in answer.stdout
    assert "one person up to distance 0.51; public domain (CC0)" in answer.stdout


def test_dlibs_pack_is_here_with_pip_and_right(models: Rollcall) -> None:
    assert "is here" in models("get", "dlib").stdout
    answer = models("verify")
    assert answer.returncode == 0
    assert "dlib        right" in answer.stdout


def test_the_path_follows_the_environment_the_file_and_the_option(models: Rollcall, tmp_path: Path) -> None:
    assert models("path").stdout.strip() == str(tmp_path / "cache" / "rollcall" / "models")
    (tmp_path / "rollcall.yaml").write_text("vision: {models: /from/file}")
    assert models("path").stdout.strip() == "/from/file"
    assert models("path", ROLLCALL_MODELS="/from/environment").stdout.strip() == "/from/environment"
    assert models("path", "--models", "/from/option", ROLLCALL_MODELS="/x").stdout.strip() == "/from/option"


def test_without_the_licence_nothing_is_asked_of_the_network(models: Rollcall, server: Server) -> None:
    answer = models("get", "buffalo_s", "--release", server.url)
    assert answer.returncode == 1
    assert "non-commercial research purposes only" in answer.stdout
    assert "rollcall models get buffalo_s --accept-license" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert server.ranges == []


@pytest.mark.parametrize("how", [("--accept-license",), ()])
def test_an_accepted_licence_is_kept_and_a_wrong_file_is_not(
    models: Rollcall, server: Server, tmp_path: Path, how: tuple[str, ...]
) -> None:
    server.content = b"something else"
    environment = {} if how else {"ROLLCALL_ACCEPT_LICENSE": "1"}
    answer = models("get", "buffalo_l", "--release", server.url, *how, **environment)
    assert answer.returncode == 1
    assert "SHA-256 differs" in answer.stderr
    assert "Traceback" not in answer.stderr
    again = models("get", "buffalo_l", "--release", server.url)
    assert "SHA-256 differs" in again.stderr
    assert "non-commercial" not in again.stdout
    assert not list((tmp_path / "cache").rglob("*.onnx"))


def test_without_a_network_one_line_says_so(models: Rollcall) -> None:
    answer = models("get", "buffalo_l", "--accept-license", "--release", "http://127.0.0.1:9")
    assert answer.returncode == 1
    assert "rollcall: Cannot fetch http://127.0.0.1:9/buffalo_l.zip" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_damaged_pack_is_named(models: Rollcall, tmp_path: Path) -> None:
    place = tmp_path / "packs" / "buffalo_s"
    place.mkdir(parents=True)
    for name in ("det_500m.onnx", "w600k_mbf.onnx"):
        (place / name).write_bytes(b"half")
    answer = models("verify", "--models", str(tmp_path / "packs"))
    assert answer.returncode == 1
    assert "det_500m.onnx" in answer.stderr
    assert "rollcall models get buffalo_s" in answer.stderr
    assert f"in {place}" in models("list", "--models", str(tmp_path / "packs")).stdout
