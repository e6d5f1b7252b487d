"""People as the database holds them: which rows, and what records they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from rollcall.errors import StoreError
from rollcall.store.database.schema import people, person_tags, photos
from rollcall.store.people.names import sort_name
from rollcall.store.records import PersonRecord

__all__ = ["records_of", "require_person", "select_matching", "select_people", "tag_person"]


def select_people() -> Select[Any]:
    """Return the query for everybody, with the number of photos and the first one."""
    number, first = (
        select(value).where(photos.c.person == people.c.id).correlate(people).scalar_subquery()
        for value in (func.count(), func.min(photos.c.id))
    )
    return select(people, number.label("photos"), first.label("portrait"))


def select_matching(text: str, tag: str | None, active: bool | None) -> Select[Any]:
    """Return the query for those whose name holds ``text``, who have the tag, and are active or not, as given."""
    query = select_people()
    if text:
        query = query.where(people.c.sort_name.contains(sort_name(text), autoescape=True))
    if tag is not None:
        query = query.where(people.c.id.in_(select(person_tags.c.person).where(person_tags.c.tag == tag)))
    if active is not None:
        query = query.where(people.c.active == active)
    return query


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
