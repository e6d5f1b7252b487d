"""Add a person, or photos to a person."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.opening import ACTOR, settings_from, store_options
from rollcall.cli.people.enrolling import enrolling
from rollcall.errors import EnrolmentError

__all__ = ["command"]


@click.command("add")
@click.argument("name")
@click.argument("photos", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--models", type=click.Path(path_type=Path), help="Folder with a detector and an embedder.")
@store_options
def command(name: str, photos: tuple[Path, ...], models: Path | None, data: Path | None, file: Path | None) -> None:
    """Add PHOTOS to the person NAME, who is added where there is none; each photo is checked first."""
    with enrolling(settings_from(data, file, vision={"models": models})) as (store, register, _):
        person, taken = register.named(name), 0
        for photo in photos:
            answer = register.add_photo(person.id, photo.read_bytes())
            taken += answer.photo is not None
            click.echo(f"{photo}: {answer.words}", err=answer.photo is None)
        if not store.people.get(person.id).photos:
            register.remove(person.id)
            raise EnrolmentError(f"'{name}' is not added: none of the photos can be used.")
        store.audit.add(ACTOR, "person.photos", person.id, f"{taken} photos")
        click.echo(f"'{name}' has {store.people.get(person.id).photos} photos now")
