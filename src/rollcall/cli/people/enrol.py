"""Enrol a folder of photos, one folder a person."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.opening import settings_from, store_options
from rollcall.cli.people.enrolling import enrolling
from rollcall.errors import ConfigError
from rollcall.service.people.gallery_folder import FileOutcome, GalleryFolder

__all__ = ["command"]


@click.command("enrol")
@click.argument("gallery", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--models", type=click.Path(path_type=Path), help="Folder with a detector and an embedder.")
@store_options
def command(gallery: Path | None, models: Path | None, data: Path | None, file: Path | None) -> None:
    """Bring the store to what the folder GALLERY holds (default: that of the settings).

    Photos lie in GALLERY/<name>/. What is new is enrolled, what is gone is removed, what was seen before is not read
    again; 'rollcall run' does the same at its start and from then on.
    """
    settings = settings_from(data, file, vision={"models": models}, store={"gallery": gallery})
    if settings.store.gallery is None:
        raise ConfigError("Which folder? Name it on the command line, or set 'store.gallery'.")
    with enrolling(settings) as (store, register, mark):
        folder = GalleryFolder(settings.store.gallery, store, register, mark)
        changes = folder.changes()
        with click.progressbar(folder.apply(changes), length=len(changes.new), label="Enrolling") as bar:
            outcomes = list(bar)
        _tell(outcomes, removed=len(changes.gone))
        click.echo(f"{store.people.count()} people are in the gallery")


def _tell(outcomes: list[FileOutcome], removed: int) -> None:
    for outcome in outcomes:
        if not outcome.taken or outcome.words != "enrolled":
            click.echo(f"{outcome.path}: {outcome.words}", err=True)
    taken = sum(outcome.taken for outcome in outcomes)
    click.echo(f"{taken} photos are enrolled, {len(outcomes) - taken} left out, {removed} gone or replaced")
