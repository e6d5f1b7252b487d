"""People out of a store into one JSON file, and in again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rollcall.errors import ImageError, StoreError
from rollcall.store.records import NewPerson, PersonRecord
from rollcall.store.store import Store
from rollcall.store.transfer.people_json import FORM, person_to_json

__all__ = ["ImportOutcome", "export_people", "import_people"]

_PAGE = 500
_BATCH = 200


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


def import_people(store: Store, people: Sequence[NewPerson]) -> Iterator[ImportOutcome]:
    """Add the people of a file with everything; who is there already, by id or by name, is left as is."""
    for first in range(0, len(people), _BATCH):
        yield from _import_batch(store, people[first : first + _BATCH])


def _import_batch(store: Store, people: Sequence[NewPerson]) -> Iterator[ImportOutcome]:
    """Add people in one transaction; where one of them cannot be added, one by one."""
    new: list[NewPerson] = []
    for person in people:
        known = store.people.matching(person.name if person.id is None else person.id)
        if known:
            yield ImportOutcome(person.name, None, f"is in the store already, as {known[0].id}")
        else:
            new.append(person)
    try:
        ids = store.people.add_all(new)
    except (ImageError, StoreError) as error:
        if len(new) == 1:
            yield ImportOutcome(new[0].name, None, str(error))
            return
        for person in new:
            yield from _import_batch(store, [person])
        return
    yield from (ImportOutcome(person.name, added, "added") for person, added in zip(new, ids, strict=True))


def _everybody(store: Store) -> Iterator[PersonRecord]:
    after: str | None = None
    while True:
        page = store.people.page(limit=_PAGE, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next
