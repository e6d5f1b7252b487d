"""What is kept, written into a file for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from rollcall.errors import StoreError
from rollcall.store.files.durable import durable_file

__all__ = ["write_export"]


def write_export(target: Path, parts: Iterable[str], number: int) -> None:
    """Write ``parts``, about ``number`` of them, into ``target`` as UTF-8, all or nothing. Raises StoreError."""
    try:
        with durable_file(target) as out, click.progressbar(length=number, label="Exporting") as bar:
            for part in parts:
                out.write(part.encode())
                bar.update(1)
    except OSError as error:
        raise StoreError(f"Cannot write {target}: {error.strerror}.") from error
