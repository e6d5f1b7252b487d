"""Who is in the gallery, and what is kept of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.store import Access, PersonRecord, SightingFilter, Store

__all__ = ["list_people", "show"]

_PAGE = 1000


@click.command("list")
@click.option("--text", default="", help="Only names that hold this text.")
@click.option("--tag", help="Only people with this tag.")
@store_options
def list_people(text: str, tag: str | None, data: Path | None, file: Path | None) -> None:
    """List everybody by name."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        for person in _everybody(store, text, tag):
            click.echo(_line(person))
        click.echo(f"{store.people.count(text=text, tag=tag)} people", err=True)


@click.command()
@click.argument("name")
@store_options
def show(name: str, data: Path | None, file: Path | None) -> None:
    """Show all that is kept of a person."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        person = store.people.find(name)
        facts = _facts(person) | {"sightings": str(store.sightings.count(SightingFilter(person=person.id)))}
        for fact, value in facts.items():
            if value:
                click.echo(f"{fact:10} {value}")
        for photo in store.people.photos(person.id):
            click.echo(f"{'photo':10} {store.images.path(photo.image)} ({photo.origin}, {_time(photo.added)})")


def _everybody(store: Store, text: str, tag: str | None) -> Iterator[PersonRecord]:
    after: str | None = None
    while True:
        page = store.people.page(text=text, tag=tag, limit=_PAGE, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _facts(person: PersonRecord) -> dict[str, str]:
    return {
        "name": person.name,
        "id": person.id,
        "added": _time(person.added),
        "active": "yes" if person.active else "no, is not looked for",
        "tags": ", ".join(person.tags),
        "notes": person.notes,
        "consent": person.consent,
        "folder": person.folder or "",
    }


def _line(person: PersonRecord) -> str:
    notes = "" if person.active else "  (not active)"
    tags = f"  [{', '.join(person.tags)}]" if person.tags else ""
    return f"{person.id}  {person.photos:3} photos  {person.name}{tags}{notes}"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="seconds")
