"""List, show, add, enrol, rename, merge, remove, erase, export and import people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rollcall.cli.data.opening import opened_store, settings_from, store_options
from rollcall.cli.lazy import LazyGroup
from rollcall.errors import StoreError
from rollcall.store import Access, PersonRecord, SightingFilter
from rollcall.store.files.durable import durable_file
from rollcall.store.transfer.people_exchange import export_people, import_people
from rollcall.store.transfer.people_json import read_people

__all__ = ["command"]

_ACTOR = "command line"
_PAGE = 1000


# Loaded only when asked for, since they need the models.
_ENROLMENT = {"add": "rollcall.cli.people.add", "enrol": "rollcall.cli.people.enrol"}


@click.group("people", cls=LazyGroup, modules=_ENROLMENT)
def command() -> None:
    """Look after the people of the gallery.

    A person is named by NAME, or by id where two bear one name. While 'rollcall run' uses the same data, only list,
    show and export work here: make changes on its page then.
    """


@command.command("list")
@click.option("--text", default="", help="Only names that hold this text.")
@click.option("--tag", help="Only people with this tag.")
@store_options
def list_people(text: str, tag: str | None, data: Path | None, file: Path | None) -> None:
    """List everybody by name."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        after: str | None = None
        while True:
            page = store.people.page(text=text, tag=tag, limit=_PAGE, after=after)
            for person in page.items:
                click.echo(_line(person))
            if page.next is None:
                break
            after = page.next
        click.echo(f"{store.people.count(text=text, tag=tag)} people", err=True)


@command.command()
@click.argument("name")
@store_options
def show(name: str, data: Path | None, file: Path | None) -> None:
    """Show all that is kept of a person."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        person = store.people.find(name)
        rows = {
            "name": person.name,
            "id": person.id,
            "added": _time(person.added),
            "active": "yes" if person.active else "no, is not looked for",
            "tags": ", ".join(person.tags),
            "notes": person.notes,
            "consent": person.consent,
            "folder": person.folder or "",
            "sightings": str(store.sightings.count(SightingFilter(person=person.id))),
        }
        for key, value in rows.items():
            if value:
                click.echo(f"{key:10} {value}")
        for photo in store.people.photos(person.id):
            click.echo(f"{'photo':10} {store.images.path(photo.image)} ({photo.origin}, {_time(photo.added)})")


@command.command()
@click.argument("name")
@click.argument("new_name")
@store_options
def rename(name: str, new_name: str, data: Path | None, file: Path | None) -> None:
    """Give a person another name, in past sightings too."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        person = store.people.find(name)
        store.people.rename(person.id, new_name)
        store.audit.add(_ACTOR, "person.rename", person.id)
        click.echo(f"'{person.name}' is '{store.people.get(person.id).name}' now")


@command.command()
@click.argument("name")
@click.argument("duplicate")
@store_options
def merge(name: str, duplicate: str, data: Path | None, file: Path | None) -> None:
    """Move everything of DUPLICATE to the person NAME, and remove DUPLICATE; there is no way back."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        person, other = store.people.find(name), store.people.find(duplicate)
        store.people.merge(person.id, other.id)
        store.audit.add(_ACTOR, "person.merge", person.id, f"took over {other.id}")
        click.echo(f"'{person.name}' has {store.people.get(person.id).photos} photos now")


@command.command()
@click.argument("names", nargs=-1, required=True)
@store_options
def remove(names: tuple[str, ...], data: Path | None, file: Path | None) -> None:
    """Take people off the gallery; past sightings keep the name."""
    with opened_store(settings_from(data, file), Access.OWN) as store:
        for person in [store.people.find(name) for name in names]:
            store.people.remove(person.id)
            store.audit.add(_ACTOR, "person.remove", person.id)
            click.echo(f"'{person.name}' is removed; past sightings keep the name")


@command.command()
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
        erasure = store.erase(person.id, _ACTOR)
        click.echo(f"Erased {erasure.words}.")
        if person.folder is not None:
            click.echo(f"The files in the folder '{person.folder}' of the gallery are still there: delete them.")
        if not erasure.scrubbed:
            click.echo("Somebody is reading the database; its log is emptied when that ends.")


@command.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--photos/--no-photos", default=True, help="Put the photos into the file too.")
@store_options
def export(target: Path, photos: bool, data: Path | None, file: Path | None) -> None:
    """Write everybody into the JSON file TARGET."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        number = store.people.count()
        try:
            with durable_file(target) as out, click.progressbar(length=number, label="Exporting") as bar:
                for part in export_people(store, with_photos=photos):
                    out.write(part.encode())
                    bar.update(1)
        except OSError as error:
            raise StoreError(f"Cannot write {target}: {error.strerror}.") from error
        click.echo(f"{number} people are in {target}")


@command.command("import")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@store_options
def import_file(source: Path, data: Path | None, file: Path | None) -> None:
    """Add the people of the JSON file SOURCE; who is there already is left as is."""
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise StoreError(f"Cannot read {source}: {reason}.") from None
    with opened_store(settings_from(data, file), Access.OWN) as store:
        people = read_people(text, store.embeddings.serving)
        with click.progressbar(import_people(store, people), length=len(people), label="Importing") as bar:
            outcomes = list(bar)
        left_out = [outcome for outcome in outcomes if outcome.person is None]
        for outcome in left_out:
            click.echo(f"'{outcome.name}' is left out: {outcome.words}", err=True)
        store.audit.add(_ACTOR, "people.import", detail=f"{len(outcomes) - len(left_out)} people")
        click.echo(f"{len(outcomes) - len(left_out)} people are added, {len(left_out)} left out")


def _line(person: PersonRecord) -> str:
    notes = "" if person.active else "  (not active)"
    tags = f"  [{', '.join(person.tags)}]" if person.tags else ""
    return f"{person.id}  {person.photos:3} photos  {person.name}{tags}{notes}"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="seconds")
