"""The folder of pictures: files that appear wholly or not at all, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Set
from pathlib import Path

from rollcall.errors import ImageError, StoreError
from rollcall.store.files.durable import durable_file, sync_folder
from rollcall.store.sealing.encryption import Cipher

__all__ = ["NAME", "ImageFolder", "image_name"]

_SUFFIXES = (
    (b"\xff\xd8\xff", 0, "jpg"),
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"WEBP", 8, "webp"),
    (b"BM", 0, "bmp"),
    (b"II*\x00", 0, "tiff"),
    (b"MM\x00*", 0, "tiff"),
    (b"GIF8", 0, "gif"),
)


NAME = re.compile(r"[0-9a-f]{64}\.(jpg|png|webp|bmp|tiff|gif)")
"""What every name of a picture looks like; nothing else becomes a path."""


def image_name(data: bytes) -> str:
    """Return the name of a picture: the SHA-256 of its bytes, and a suffix that tells its kind.

    Raises ImageError for bytes that begin like no picture.
    """
    for magic, offset, suffix in _SUFFIXES:
        if data[offset : offset + len(magic)] == magic:
            return f"{hashlib.sha256(data).hexdigest()}.{suffix}"
    raise ImageError("This is no picture: it begins like no JPEG, PNG, WebP, BMP, TIFF or GIF file.")


class ImageFolder:
    """Pictures in files of their own, ``<root>/<first two digits>/<name>``, sealed by ``cipher``.

    A file is written before its row is committed, and deleted after its row is gone: a crash leaves at most a file
    without a row, which ``sweep`` removes.
    """

    def __init__(self, root: Path, cipher: Cipher) -> None:
        self._root = root
        self._cipher = cipher

    def path(self, name: str) -> Path:
        """Return where the picture ``name`` lies. Raises StoreError for what is no name of a picture."""
        if not NAME.fullmatch(name):
            raise StoreError(f"'{name[:80]}' is no name of a picture.")
        return self._root / name[:2] / name

    def write(self, data: bytes) -> str:
        """Keep a picture and return its name; it is on the disk, name and all, when this returns. Raises OSError."""
        name = image_name(data)
        path = self.path(name)
        if not path.exists():
            if not path.parent.is_dir():
                self._root.mkdir(mode=0o700, exist_ok=True)
                path.parent.mkdir(mode=0o700)
                sync_folder(self._root)
            with durable_file(path) as file:
                file.write(self._cipher.seal(data, "image"))
        return name

    def read(self, name: str) -> bytes:
        """Return a picture's bytes as they were given. Raises StoreError where it is missing or does not open."""
        try:
            return self._cipher.open(self.path(name).read_bytes(), "image")
        except OSError as error:
            raise StoreError(f"Cannot read the picture {self.path(name)}: {error.strerror}.") from error

    def delete(self, name: str) -> None:
        """Remove a picture; one that is not there is no error."""
        self.path(name).unlink(missing_ok=True)

    def sweep(self, known: Set[str]) -> int:
        """Remove every file that is not among the names of ``known``; return how many there were."""
        orphans = [path for path in self._files() if path.name not in known]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def _files(self) -> Iterator[Path]:
        if not self._root.is_dir():
            return
        for folder in os.scandir(self._root):
            if folder.is_dir():
                yield from (Path(entry.path) for entry in os.scandir(folder.path) if entry.is_file())
