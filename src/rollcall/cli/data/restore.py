"""Bring a backup back."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.opening import settings_from, store_options
from rollcall.cli.progress import progress
from rollcall.store.transfer.backup import restore

__all__ = ["command"]


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@store_options
def command(source: Path, data: Path | None, file: Path | None) -> None:
    """Bring the backup SOURCE back into the data folder, which must hold no database yet."""
    folder = settings_from(data, file).store.data
    with progress("Restoring") as show:
        backup = restore(source, folder, show)
    click.echo(f"{folder} holds the database and {backup.pictures} pictures now")
