"""People renamed, merged, removed and erased."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.opening import ACTOR, opened_store, settings_from, store_options
from rollcall.store import Access

__all__ = ["erase", "merge", "remove", "rename"]


@click.command()
@click.argument("name")
@click.argument("new_name")
@store_options
def rename(name: str, new_name: str, data: Path | None, file: Path | None) -> None:
    """Give a person another name, in past sightings too."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        person = store.people.find(name)
        store.people.rename(person.id, new_name)
        store.audit.add(ACTOR, "person.rename", person.id)
        click.echo(f"'{person.name}' is '{store.people.get(person.id).name}' now")


@click.command()
@click.argument("name")
@click.argument("duplicate")
@store_options
def merge(name: str, duplicate: str, data: Path | None, file: Path | None) -> None:
    """Move everything of DUPLICATE to the person NAME, and remove DUPLICATE; there is no way back."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        person, other = store.people.find(name), store.people.find(duplicate)
        store.people.merge(person.id, other.id)
        store.audit.add(ACTOR, "person.merge", person.id, f"took over {other.id}")
        click.echo(f"'{person.name}' has {store.people.get(person.id).photos} photos now")


@click.command()
@click.argument("names", nargs=-1, required=True)
@store_options
def remove(names: tuple[str, ...], data: Path | None, file: Path | None) -> None:
    """Take people off the gallery; past sightings keep the name."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        for person in [store.people.find(name) for name in names]:
            store.people.remove(person.id)
            store.audit.add(ACTOR, "person.remove", person.id)
            click.echo(f"'{person.name}' is removed; past sightings keep the name")


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_options
def erase(name: str, yes: bool, data: Path | None, file: Path | None) -> None:
    """Erase a person for good: photos, embeddings, sightings and snapshots; there is no way back.

    Backups and the photos in the gallery's own folder are not touched: delete those yourself.
    """
    with opened_store(settings_from(data, file), Access.OWN) as store:
        person = store.people.find(name)
        if not yes:
            click.confirm(f"Erase '{person.name}' ({person.photos} photos) for good?", abort=True)
        erasure = store.erase(person.id, ACTOR)
        click.echo(f"Erased {erasure.words}.")
        if person.folder is not None:
            click.echo(f"The files in the folder '{person.folder}' of the gallery are still there: delete them.")
        if not erasure.scrubbed:
            click.echo("Somebody is reading the database; its log is emptied when that ends.")
