"""People out of a store into one JSON file, and in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from rollcall.errors import ImageError
from rollcall.store.people_json import FORM, Imported, person_to_json
from rollcall.store.records import PersonRecord
from rollcall.store.store import Store

__all__ = ["ImportOutcome", "export_people", "import_person"]

_PAGE = 500


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of one person of a file."""

    name: str
    person: str | None
    """The id; None where the person was left out."""
    words: str


def export_people(store: Store, *, with_photos: bool) -> Iterator[str]:
    """Give the parts of a JSON file of everybody in the store, with the photos or with their names only."""
    yield f'{{"form": {json.dumps(FORM)}, "people": ['
    separator = "\n"
    for person in _everybody(store):
        photos = {
            photo: store.images.read(photo.image) if with_photos else None for photo in store.people.photos(person.id)
        }
        row = person_to_json(person, photos, store.embeddings.all_of_person(person.id))
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def import_person(store: Store, imported: Imported) -> ImportOutcome:
    """Add one person of a file with everything; somebody who is there already, by id or by name, is left as is."""
    known = _known(store, imported)
    if known is not None:
        return ImportOutcome(imported.name, None, f"is in the store already, as {known.id}")
    try:
        person = store.people.add(
            imported.name,
            imported.photos,
            embeddings=imported.embeddings,
            notes=imported.notes,
            consent=imported.consent,
            tags=imported.tags,
            active=imported.active,
            person_id=imported.id,
        )
    except ImageError as error:
        return ImportOutcome(imported.name, None, str(error))
    return ImportOutcome(imported.name, person, "added")


def _known(store: Store, imported: Imported) -> PersonRecord | None:
    """Return the person of the same id, or of the same name where the file gives no id."""
    found = store.people.matching(imported.id if imported.id is not None else imported.name)
    return found[0] if found else None


def _everybody(store: Store) -> Iterator[PersonRecord]:
    after: str | None = None
    while True:
        page = store.people.page(limit=_PAGE, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next
