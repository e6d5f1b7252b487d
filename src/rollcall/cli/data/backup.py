"""Write everything that is kept into one file, also while Rollcall runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.cli.progress import progress
from rollcall.store import Access
from rollcall.store.transfer.backup import back_up

__all__ = ["command"]


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), required=False)
@store_options
def command(target: Path | None, data: Path | None, file: Path | None) -> None:
    """Write database and pictures into the file TARGET (default: rollcall-DATE.tar here).

    'rollcall run' may go on meanwhile. What is encrypted stays encrypted: keep its key elsewhere, and keep it safe.
    """
    target = target or Path(f"rollcall-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.tar")
    with opened_store(settings_from(data, file), Access.READ) as store, progress("Saving") as show:
        backup = back_up(store, target, show)
    size = target.stat().st_size / 1e6
    click.echo(f"{target} holds the database and {backup.pictures} pictures ({size:.1f} MB)")
