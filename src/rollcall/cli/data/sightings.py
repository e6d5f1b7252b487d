"""List sightings and write them into a CSV file."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from pathlib import Path

import click

from rollcall.cli.data.exporting import write_export
from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.store import Access, SightingFilter
from rollcall.store.sightings.sightings_csv import sightings_csv

__all__ = ["command"]

_TIME = click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"])
_UTF8 = "\ufeff"
"""A byte order mark tells spreadsheets that this is UTF-8."""


@click.group("sightings")
def command() -> None:
    """Look at who was seen, where and when."""


@command.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--camera", help="Only of this camera.")
@click.option("--person", help="Only of this person, by name or id.")
@click.option("--since", type=_TIME, help="Only those that lasted until then or later, local time.")
@click.option("--until", type=_TIME, help="Only those that began before, local time.")
@store_options
def export(
    target: Path,
    camera: str | None,
    person: str | None,
    since: datetime | None,
    until: datetime | None,
    data: Path | None,
    file: Path | None,
) -> None:
    """Write sightings into the CSV file TARGET, the latest first."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        where = SightingFilter(
            camera=camera,
            person=store.people.find(person).id if person else None,
            since=since.timestamp() if since else None,
            until=until.timestamp() if until else None,
        )
        number = store.sightings.count(where)
        write_export(target, chain([_UTF8], sightings_csv(store.sightings, where)), number)
        click.echo(f"{number} sightings are in {target}")
