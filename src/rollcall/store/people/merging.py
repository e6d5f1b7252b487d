"""Two records of one person made one."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from rollcall.errors import StoreError
from rollcall.store.database.schema import embeddings, people, photos, rejections, sightings, strangers
from rollcall.store.people.person_rows import require_person
from rollcall.store.sightings.reasons import replace_name

__all__ = ["merge_people"]


def merge_people(connection: Connection, person: str, duplicate: str) -> None:
    """Move everything of ``duplicate`` to ``person``, whose name, notes and tags stay, and remove ``duplicate``.

    Raises StoreError where one of them is not there, or both are the same.
    """
    if person == duplicate:
        raise StoreError("A person cannot be merged with the same person.")
    name = require_person(connection, person).name
    former = require_person(connection, duplicate).name
    _drop_what_both_have(connection, person, duplicate)
    for table in (photos, embeddings, strangers, rejections):
        connection.execute(update(table).where(table.c.person == duplicate).values(person=person))
    connection.execute(update(sightings).where(sightings.c.person == duplicate).values(person=person, name=name))
    replace_name(connection, former, name)
    connection.execute(delete(people).where(people.c.id == duplicate))


def _drop_what_both_have(connection: Connection, person: str, duplicate: str) -> None:
    """Remove photos and rejections of ``duplicate`` that ``person`` has as well: each may be there once only."""
    twice = select(photos.c.image).where(photos.c.person == person)
    connection.execute(delete(photos).where(photos.c.person == duplicate, photos.c.image.in_(twice)))
    settled = select(rejections.c.sighting).where(rejections.c.person == person)
    connection.execute(delete(rejections).where(rejections.c.person == duplicate, rejections.c.sighting.in_(settled)))
