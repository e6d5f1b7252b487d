"""The name of a stranger taken back: what naming it changed, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from rollcall.errors import StoreError
from rollcall.store.database.schema import (
    embeddings,
    people,
    person_tags,
    photos,
    rejections,
    sightings,
    strangers,
)

__all__ = ["StrangerNaming", "drop_empty_person", "learned_of", "said_before", "take_back_name"]


@dataclass(frozen=True, slots=True, eq=False)
class StrangerNaming:
    """What naming a stranger changed."""

    stranger: int
    person: str
    said: frozenset[int]
    """Sightings of which a user had said something before."""
    rejections: tuple[Mapping[str, Any], ...] = field(repr=False)
    """Rows that said that some of the sightings are not this person's."""
    sightings: int = 0
    """How many got the name."""
    photos: frozenset[int] = frozenset()
    embeddings: frozenset[int] = frozenset()
    added: bool = False
    """Whether the person was added for it."""


def said_before(connection: Connection, stranger: int, person: str) -> StrangerNaming:
    """Return what naming would change of what users said."""
    ours = sightings.c.stranger == stranger
    said = connection.execute(select(sightings.c.id).where(ours, sightings.c.said)).scalars()
    refused = select(rejections).where(rejections.c.sighting.in_(select(sightings.c.id).where(ours)))
    rows = connection.execute(refused.where(rejections.c.person == person)).mappings()
    return StrangerNaming(stranger, person, frozenset(said), tuple(map(dict, rows)))


def learned_of(connection: Connection, person: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of a person's photos and embeddings."""
    return _numbers(connection, photos, person), _numbers(connection, embeddings, person)


def take_back_name(connection: Connection, naming: StrangerNaming) -> list[str]:
    """Take the name off the sightings that still bear it, and off the person what was learned by it.

    Return the pictures of its photos. Raises StoreError where nothing bears the name any more.
    """
    ours = (sightings.c.stranger == naming.stranger) & (sightings.c.person == naming.person)
    kept = list(connection.execute(select(sightings.c.id).where(ours)).scalars())
    if not kept:
        raise StoreError(f"Nothing bears the name that stranger {naming.stranger} got any more.")
    values = {"person": None, "name": None, "said": sightings.c.id.in_(naming.said)}
    connection.execute(update(sightings).where(ours).values(values))
    connection.execute(update(strangers).where(strangers.c.id == naming.stranger).values(person=None))
    refused = [row for row in naming.rejections if row["sighting"] in kept]
    if refused:
        connection.execute(insert(rejections), refused)
    return _unlearn(connection, naming)


def drop_empty_person(connection: Connection, person: str) -> bool:
    """Remove a person of whom nothing but the name is known; return whether it was one."""
    plain = (people.c.id == person) & (people.c.notes == "") & (people.c.consent == "") & people.c.folder.is_(None)
    traces = (
        select(table.c.person).where(table.c.person == person).exists()
        for table in (photos, embeddings, sightings, strangers, rejections, person_tags)
    )
    return connection.execute(delete(people).where(plain, *(~trace for trace in traces))).rowcount > 0


def _unlearn(connection: Connection, naming: StrangerNaming) -> list[str]:
    gone = photos.c.id.in_(naming.photos) & (photos.c.person == naming.person)
    shown = list(connection.execute(select(photos.c.image).where(gone)).scalars())
    connection.execute(delete(embeddings).where(embeddings.c.id.in_(naming.embeddings)))
    connection.execute(delete(photos).where(gone))
    return shown


def _numbers(connection: Connection, table: Table, person: str) -> frozenset[int]:
    return frozenset(connection.execute(select(table.c.id).where(table.c.person == person)).scalars())
