"""Encrypt what is kept, change its key, or decrypt it."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.opening import ACTOR, opened_store, settings_from, store_options
from rollcall.store import Access
from rollcall.store.sealing.keys import read_cipher

__all__ = ["command"]


@click.command("encrypt")
@click.option("--new-key-file", type=click.Path(path_type=Path), help="The key from now on; without it, none.")
@store_options
def command(new_key_file: Path | None, data: Path | None, file: Path | None) -> None:
    """Seal embeddings, pictures and camera URLs anew with the key in --new-key-file; without it, open them for good.

    The key so far comes from the settings, and so must the new one from now on ('store.key_file'). Make a key with
    'openssl rand -base64 32'. Without the key nobody can read the data again: keep a copy of it in another place.
    """
    settings = settings_from(data, file)
    after = settings.store.model_copy(update={"key_file": new_key_file, "key": None})
    with opened_store(settings, Access.OWN) as store:
        store.reseal(read_cipher(after))
        store.audit.add(ACTOR, "store.encrypt" if new_key_file else "store.decrypt")
    if new_key_file:
        click.echo(f"Everything is encrypted. Set 'store.key_file' to {new_key_file.resolve()} from now on.")
    else:
        click.echo("Nothing is encrypted any more. Take 'store.key_file' out of the settings.")
