"""Files that were made or fetched once and are kept: written whole or not at all, known by their hash."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_path

__all__ = ["cache_folder", "sha256_of", "written_whole"]


def cache_folder() -> Path:
    """Return the user's own cache of Rollcall, ``~/.cache/rollcall`` on Linux; it need not exist yet."""
    return user_cache_path("rollcall", appauthor=False)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` at the end, in one step, and is dropped if anything fails.

    Raises OSError where the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own, so that two processes that make the same file do not write into each other's.
    written = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with written.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
