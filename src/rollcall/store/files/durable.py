"""Files that appear wholly or not at all, whenever the power fails."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["PARTIAL", "durable_file", "sync_folder"]

PARTIAL = ".partial-"
"""How the name of a file begins that is still being written; after a crash it may be deleted."""


@contextmanager
def durable_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; it gets the name ``path``, in place of what had it, when the block ends without an error.

    Raises OSError.
    """
    partial = path.with_name(f"{PARTIAL}{secrets.token_hex(8)}")
    try:
        # Faces and names are in it: for its owner's eyes only, from the first byte on.
        partial.touch(mode=0o600, exist_ok=False)
        with partial.open("r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` outlive a power failure; Windows does so by itself and cannot be asked to."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
