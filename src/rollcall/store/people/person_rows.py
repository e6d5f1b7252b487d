"""People as the database holds them: which rows, and what records they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, func, insert, select

from rollcall.errors import StoreError
from rollcall.store.database.schema import people, person_tags, photos, sightings
from rollcall.store.people.names import sort_name
from rollcall.store.records import PersonRecord

__all__ = ["LAST_SEEN", "PHOTOS", "holding", "records_of", "require_person", "select_people", "tag_person"]


_OWN = photos.c.person == people.c.id
PHOTOS: ScalarSelect[Any] = select(func.count()).where(_OWN).correlate(people).scalar_subquery()
"""The number of a person's photos."""

_PORTRAIT = select(func.min(photos.c.id)).where(_OWN).correlate(people).scalar_subquery()
_NEWEST = select(sightings.c.end).where(sightings.c.person == people.c.id).order_by(sightings.c.start.desc()).limit(1)
LAST_SEEN: ScalarSelect[Any] = _NEWEST.correlate(people).scalar_subquery()
"""When the newest of a person's sightings ended; none for who was never seen."""


def select_people() -> Select[Any]:
    """Return the query for everybody, with the number of photos, the first one, and when the person was seen last."""
    return select(people, PHOTOS.label("photos"), _PORTRAIT.label("portrait"), LAST_SEEN.label("last_seen"))


def holding(text: str, tag: str | None, active: bool | None) -> list[ColumnElement[bool]]:
    """Return what holds of those whose name holds ``text``, who have the tag, and are active or not, as given."""
    holds: list[ColumnElement[bool]] = []
    if text:
        holds.append(people.c.sort_name.contains(sort_name(text), autoescape=True))
    if tag is not None:
        holds.append(people.c.id.in_(select(person_tags.c.person).where(person_tags.c.tag == tag)))
    if active is not None:
        holds.append(people.c.active == active)
    return holds


def records_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[PersonRecord]:
    """Return the people of rows that a query of this module selected, in their order."""
    tags = _tags(connection, [row.id for row in rows])
    return [_record(row, tags) for row in rows]


def require_person(connection: Connection, person: str) -> Row[Any]:
    """Return a person's row. Raises StoreError where there is none of this id."""
    row = connection.execute(select(people).where(people.c.id == person)).first()
    if row is None:
        raise StoreError(f"There is no person '{person}' in the store (any more).")
    return row


def tag_person(connection: Connection, person: str, tags: Iterable[str]) -> None:
    """Give a person tags, each once and without the blanks around it."""
    rows = [{"person": person, "tag": tag} for tag in sorted({tag.strip() for tag in tags} - {""})]
    if rows:
        connection.execute(insert(person_tags), rows)


def _tags(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[str]]:
    tags: dict[str, list[str]] = {person: [] for person in ids}
    query = select(person_tags).where(person_tags.c.person.in_(ids)).order_by(person_tags.c.tag)
    for person, tag in connection.execute(query):
        tags[person].append(tag)
    return tags


def _record(row: Row[Any], tags: Mapping[str, list[str]]) -> PersonRecord:
    values = {key: value for key, value in row._mapping.items() if key != "sort_name"}
    return PersonRecord(**values, tags=tuple(tags[row.id]))
