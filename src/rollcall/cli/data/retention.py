"""Show, and on demand delete, what has been kept for long enough."""

from __future__ import annotations

import time
from pathlib import Path

import click

from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.errors import StoreError
from rollcall.store import Access, Outdated, Store

__all__ = ["command"]


@click.command("retention")
@click.option("--apply", "applies", is_flag=True, help="Delete it; without this nothing is changed.")
@click.option("--trust-clock", is_flag=True, help="Delete it although the clock is far from what was expected of it.")
@store_options
def command(applies: bool, trust_clock: bool, data: Path | None, file: Path | None) -> None:
    """Show what has been kept for longer than the settings allow ('store.sightings_days' and its neighbours).

    'rollcall run' deletes it by itself.
    """
    settings = settings_from(data, file)
    with opened_store(settings, Access.OWN if applies else Access.READ) as store:
        now = time.time()
        if applies and not trust_clock:
            _refuse_a_doubtful_clock(store, now)
        outdated = store.retention.apply(now) if applies else store.retention.find(now)
    click.echo(f"{_words(outdated)} {'are deleted' if applies else 'would be deleted'}")


def _refuse_a_doubtful_clock(store: Store, now: float) -> None:
    doubt = store.clock.doubt(now)
    if doubt is not None:
        raise StoreError(f"{doubt} If it is right, add --trust-clock.")


def _words(outdated: Outdated) -> str:
    return (
        f"{outdated.sightings} sightings, {outdated.snapshots} older snapshots, {outdated.strangers} strangers, "
        f"{outdated.encounters} embeddings of strangers, {outdated.audit} lines of the audit log and "
        f"{outdated.over_cap} snapshots over the size that is allowed"
    )
