"""Show, and on demand delete, what has been kept for long enough."""

from __future__ import annotations

import time
from pathlib import Path

import click

from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.store import Access, Outdated

__all__ = ["command"]


@click.command("retention")
@click.option("--apply", "applies", is_flag=True, help="Delete it; without this nothing is changed.")
@store_options
def command(applies: bool, data: Path | None, file: Path | None) -> None:
    """Show what has been kept for longer than the settings allow ('store.sightings_days' and its neighbours).

    'rollcall run' deletes it by itself.
    """
    settings = settings_from(data, file)
    with opened_store(settings, Access.OWN if applies else Access.READ) as store:
        outdated = store.retention.apply(time.time()) if applies else store.retention.find(time.time())
    click.echo(f"{_words(outdated)} {'are deleted' if applies else 'would be deleted'}")


def _words(outdated: Outdated) -> str:
    return (
        f"{outdated.sightings} sightings, {outdated.snapshots} older snapshots, {outdated.strangers} strangers, "
        f"{outdated.encounters} embeddings of strangers and "
        f"{outdated.over_cap} snapshots over the size that is allowed"
    )
