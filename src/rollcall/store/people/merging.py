"""Two records of one person made one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from rollcall.errors import StoreError
from rollcall.store.database.schema import (
    embeddings,
    folder_files,
    people,
    person_tags,
    photos,
    rejections,
    sightings,
    strangers,
)
from rollcall.store.people.person_rows import require_person
from rollcall.store.sightings.reasons import Rewording, replace_name

__all__ = ["PeopleMerge", "Row", "merge_people"]

Row = Mapping[str, Any]
"""A row of a table, by the names of its columns."""


@dataclass(frozen=True, slots=True, eq=False)
class PeopleMerge:
    """What making one person of two changed; rows and words stay out of its repr."""

    person: str
    duplicate: str
    row: Row = field(repr=False)
    """The duplicate."""
    tags: tuple[str, ...] = field(repr=False)
    images: frozenset[str] = field(repr=False)
    """What the photos show that went over, as one person has no picture twice."""
    embeddings: frozenset[int] = field(repr=False)
    """Those without a photo that went over."""
    sightings: frozenset[int] = field(repr=False)
    strangers: frozenset[int] = field(repr=False)
    rejected: frozenset[int] = field(repr=False)
    """Sightings that were said not to be the duplicate's; that went over."""
    both: tuple[Row, ...] = field(repr=False)
    """Photos of the duplicate that both had."""
    both_embeddings: tuple[Row, ...] = field(repr=False)
    both_files: tuple[Row, ...] = field(repr=False)
    """Files of the gallery's folder that these are."""
    both_rejections: tuple[Row, ...] = field(repr=False)
    rewordings: tuple[Rewording, ...] = field(repr=False)
    """Reasons of sightings that looked a little like the duplicate."""


def merge_people(connection: Connection, person: str, duplicate: str) -> PeopleMerge:
    """Move everything of ``duplicate`` to ``person``, whose name, notes and tags stay, and remove ``duplicate``.

    Return what takes it back. Raises StoreError where one of them is not there, or both are the same.
    """
    if person == duplicate:
        raise StoreError("A person cannot be merged with the same person.")
    name = require_person(connection, person).name
    row = require_person(connection, duplicate)._mapping
    both_photos, both_rejections = _what_both_have(person, duplicate)
    same = select(photos.c.id).where(both_photos)
    merge = PeopleMerge(
        person,
        duplicate,
        dict(row),
        tuple(connection.execute(select(person_tags.c.tag).where(person_tags.c.person == duplicate)).scalars()),
        _values(connection, photos.c.image, (photos.c.person == duplicate) & ~both_photos),
        _values(connection, embeddings.c.id, (embeddings.c.person == duplicate) & embeddings.c.photo.is_(None)),
        _values(connection, sightings.c.id, sightings.c.person == duplicate),
        _values(connection, strangers.c.id, strangers.c.person == duplicate),
        _values(connection, rejections.c.sighting, (rejections.c.person == duplicate) & ~both_rejections),
        _rows(connection, photos, both_photos),
        _rows(connection, embeddings, embeddings.c.photo.in_(same)),
        _rows(connection, folder_files, folder_files.c.photo.in_(same)),
        _rows(connection, rejections, both_rejections),
        replace_name(connection, row["name"], name),
    )
    connection.execute(delete(photos).where(both_photos))
    connection.execute(delete(rejections).where(both_rejections))
    for table in (photos, embeddings, strangers, rejections):
        connection.execute(update(table).where(table.c.person == duplicate).values(person=person))
    connection.execute(update(sightings).where(sightings.c.person == duplicate).values(person=person, name=name))
    connection.execute(delete(people).where(people.c.id == duplicate))
    return merge


def _what_both_have(person: str, duplicate: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return which photos and rejections of ``duplicate`` ``person`` has as well: each may be there once only."""
    shown = select(photos.c.image).where(photos.c.person == person)
    settled = select(rejections.c.sighting).where(rejections.c.person == person)
    return (
        (photos.c.person == duplicate) & photos.c.image.in_(shown),
        (rejections.c.person == duplicate) & rejections.c.sighting.in_(settled),
    )


def _values(connection: Connection, column: ColumnElement[Any], which: ColumnElement[bool]) -> frozenset[Any]:
    return frozenset(connection.execute(select(column).where(which)).scalars())


def _rows(connection: Connection, table: Table, which: ColumnElement[bool]) -> tuple[Row, ...]:
    return tuple(map(dict, connection.execute(select(table).where(which)).mappings()))
