"""People on their way to another gallery and from one."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.cli.data.exporting import write_export
from rollcall.cli.data.opening import ACTOR, opened_store, settings_from, store_options
from rollcall.errors import StoreError
from rollcall.store import Access
from rollcall.store.transfer.people_exchange import export_people, import_people
from rollcall.store.transfer.people_json import read_people

__all__ = ["export", "import_file"]


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--photos/--no-photos", default=True, help="Put the photos into the file too.")
@store_options
def export(target: Path, photos: bool, data: Path | None, file: Path | None) -> None:
    """Write everybody into the JSON file TARGET."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        number = store.people.count()
        write_export(target, export_people(store, with_photos=photos), number)
        click.echo(f"{number} people are in {target}")


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@store_options
def import_file(source: Path, data: Path | None, file: Path | None) -> None:
    """Add the people of the JSON file SOURCE; who is there already is left as is."""
    text = _read(source)
    with opened_store(settings_from(data, file), Access.OWN) as store:
        people = read_people(text, store.embeddings.serving)
        with click.progressbar(import_people(store, people), length=len(people), label="Importing") as bar:
            outcomes = list(bar)
        left_out = [outcome for outcome in outcomes if outcome.person is None]
        for outcome in left_out:
            click.echo(f"'{outcome.name}' is left out: {outcome.words}", err=True)
        store.audit.add(ACTOR, "people.import", detail=f"{len(outcomes) - len(left_out)} people")
        click.echo(f"{len(outcomes) - len(left_out)} people are added, {len(left_out)} left out")


def _read(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise StoreError(f"Cannot read {source}: {reason}.") from None
