"""Strangers: who came without a name, and what they are recognised by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_, update

from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.database.batches import batches
from rollcall.store.database.model_rows import made_by, model_number
from rollcall.store.database.paging import MAX_PAGE, decode_place, encode_place
from rollcall.store.database.schema import encounters, models, sightings, strangers, strangers_apart
from rollcall.store.preferences import Preferences
from rollcall.store.records import ModelMark, Page
from rollcall.store.sealing.vectors import Vectors
from rollcall.store.strangers.stranger_records import (
    EncounterRecord,
    KeptStrangers,
    StrangerOrder,
    StrangerRecord,
    StrangersChange,
)

__all__ = ["Strangers", "count_strangers", "delete_strangers"]

_NEXT_NUMBER = "next-stranger"
_PICTURES = 6
"""Snapshots told of each stranger in a list."""


class Strangers:
    """The strangers of the store; each call is one short transaction."""

    def __init__(self, database: Database, preferences: Preferences, vectors: Vectors) -> None:
        self._database = database
        self._preferences = preferences
        self._vectors = vectors

    def load(self, model: ModelMark) -> KeptStrangers:
        """Return everything by which strangers are told apart, with the encounters whose vectors ``model`` made."""
        columns = [column for column in encounters.c if column.name != "model"]
        query = select(*columns).join(models).where(made_by(model)).order_by(encounters.c.time, encounters.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            ignored = connection.execute(select(strangers.c.id).where(strangers.c.ignored)).scalars().all()
            apart = connection.execute(select(strangers_apart)).all()
            number = int(self._preferences.read(connection, _NEXT_NUMBER) or 1)
        vectors = self._vectors.open([row.vector for row in rows])
        met = [
            EncounterRecord(row.id, row.time, vector, row.evidence, row.stranger)
            for row, vector in zip(rows, vectors, strict=True)
        ]
        return KeptStrangers(tuple(met), frozenset(ignored), frozenset(map(frozenset, apart)), number)

    def write(self, change: StrangersChange, model: ModelMark) -> None:
        """Write what has become different; the vectors were made by ``model``."""
        with self._database.write() as transaction:
            self.apply(transaction.connection, change, model)

    def apply(self, connection: Connection, change: StrangersChange, model: ModelMark) -> None:
        """Write what has become different in the caller's transaction."""
        _add_missing(connection, {*change.numbers.values(), *change.joined.values()})
        touched = _touched(connection, change)
        _delete_encounters(connection, {*change.gone, *(each.id for each in change.encounters)})
        self._insert(connection, change.encounters, model)
        _renumber(connection, change.numbers)
        _join(connection, change.joined)
        _say(connection, change)
        count_strangers(connection, touched)
        self._preferences.write(connection, _NEXT_NUMBER, change.next_number)

    def part(
        self, number: int, duplicate: int, past: Collection[int], change: StrangersChange, model: ModelMark
    ) -> None:
        """Take back that everything of ``duplicate`` went to ``number``, and write what else has become different.

        ``past``: the sightings that were the duplicate's; those that are somebody else's by now stay there. Raises
        StoreError where all of them are.
        """
        with self._database.write() as transaction:
            returning = _sightings_of(transaction.connection, number) & set(past)
            if not returning:
                raise StoreError(f"Nothing of stranger {duplicate} is with stranger {number} any more.")
            numbers = {**dict.fromkeys(returning, duplicate), **change.numbers}
            self.apply(transaction.connection, replace(change, numbers=numbers), model)

    def sightings(self, number: int) -> frozenset[int]:
        """Return the ids of all sightings of a stranger."""
        with self._database.read() as connection:
            return _sightings_of(connection, number)

    def get(self, number: int) -> StrangerRecord:
        """Return one stranger. Raises StoreError where there is none of this number."""
        with self._database.read() as connection:
            row = connection.execute(select(strangers).where(strangers.c.id == number)).first()
            if row is None:
                raise StoreError(f"There is no stranger {number} in the store (any more).")
            return _records(connection, [row])[0]

    def some(self, numbers: Sequence[int]) -> list[StrangerRecord]:
        """Return those of these numbers who are still strangers, in this order."""
        query = select(strangers).where(strangers.c.id.in_(numbers), strangers.c.person.is_(None))
        with self._database.read() as connection:
            found = _records(connection, connection.execute(query))
        return sorted(found, key=lambda stranger: numbers.index(stranger.id))

    def page(
        self,
        *,
        ignored: bool = False,
        order: StrangerOrder = StrangerOrder.RECENT,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[StrangerRecord]:
        """Return those who are still strangers, heeded or ``ignored``. ``after``: ``next`` of the page before."""
        limit = min(limit, MAX_PAGE)
        column = strangers.c.last_seen if order is StrangerOrder.RECENT else strangers.c.times
        query = select(strangers).where(strangers.c.person.is_(None), strangers.c.ignored == ignored)
        query = query.order_by(column.desc(), strangers.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(tuple_(column, strangers.c.id) < tuple_(*decode_place(after, 2)))
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            records = _records(connection, rows[:limit])
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(records, encode_place(last._mapping[column.name], last.id) if last else None)

    def count(self, *, ignored: bool = False) -> int:
        """Return how many are still strangers, heeded or ``ignored``."""
        query = select(func.count()).where(strangers.c.person.is_(None), strangers.c.ignored == ignored)
        with self._database.read() as connection:
            return int(connection.execute(query.select_from(strangers)).scalar_one())

    def encounters(self) -> frozenset[int]:
        """Return the ids of all that is remembered."""
        with self._database.read() as connection:
            return frozenset(connection.execute(select(encounters.c.id)).scalars())

    def _insert(self, connection: Connection, records: Iterable[EncounterRecord], model: ModelMark) -> None:
        rows = [
            {
                "id": each.id,
                "stranger": each.stranger,
                "time": each.time,
                "evidence": each.evidence,
                "model": model_number(connection, model),
                "vector": self._vectors.seal(each.vector),
            }
            for each in records
        ]
        if rows:
            connection.execute(insert(encounters), rows)


def delete_strangers(connection: Connection, numbers: list[int]) -> None:
    """Delete strangers and what they are recognised by, in the caller's transaction; their sightings stay."""
    connection.execute(delete(strangers).where(strangers.c.id.in_(numbers)))


def _sightings_of(connection: Connection, number: int) -> frozenset[int]:
    query = select(sightings.c.id).where(sightings.c.stranger == number)
    return frozenset(connection.execute(query).scalars())


def _add_missing(connection: Connection, numbers: set[int | None]) -> None:
    known = set(connection.execute(select(strangers.c.id).where(strangers.c.id.in_(numbers))).scalars())
    rows = [
        {"id": number, "first_seen": 0.0, "last_seen": 0.0, "times": 0, "ignored": False}
        for number in numbers - known - {None}
    ]
    if rows:
        connection.execute(insert(strangers), rows)


def _touched(connection: Connection, change: StrangersChange) -> set[int]:
    """Return the strangers whose sightings are others after ``change`` than before."""
    touched = {*change.numbers.values(), *change.joined, *change.joined.values()}
    for table, some in product((sightings, encounters), batches(change.numbers)):
        before = select(table.c.stranger).where(table.c.id.in_(some))
        touched.update(connection.execute(before).scalars())
    return {number for number in touched if number is not None}


def _delete_encounters(connection: Connection, ids: Collection[int]) -> None:
    for some in batches(ids):
        connection.execute(delete(encounters).where(encounters.c.id.in_(some)))


def _renumber(connection: Connection, numbers: Mapping[int, int | None]) -> None:
    for number in set(numbers.values()):
        ids = [one for one, now in numbers.items() if now == number]
        for table, some in product((sightings, encounters), batches(ids)):
            connection.execute(update(table).where(table.c.id.in_(some)).values(stranger=number))


def _join(connection: Connection, joined: Mapping[int, int]) -> None:
    for number, into in joined.items():
        for table in (sightings, encounters):
            connection.execute(update(table).where(table.c.stranger == number).values(stranger=into))
        delete_strangers(connection, [number])


def _say(connection: Connection, change: StrangersChange) -> None:
    """Write what users said."""
    said = strangers.c.id.in_(change.ignored)
    connection.execute(update(strangers).where(strangers.c.ignored != said).values(ignored=said))
    connection.execute(delete(strangers_apart))
    known = set(connection.execute(select(strangers.c.id)).scalars()) if change.apart else set()
    pairs = [tuple(sorted(pair)) for pair in change.apart if pair <= known]
    if pairs:
        connection.execute(insert(strangers_apart), [{"one": one, "other": other} for one, other in pairs])


def count_strangers(connection: Connection, numbers: set[int]) -> None:
    """Tell anew when and how often strangers were seen; one of whom nothing is left goes."""
    ours = sightings.c.stranger == strangers.c.id
    values = {
        "first_seen": func.coalesce(
            select(func.min(sightings.c.start)).where(ours).scalar_subquery(), strangers.c.first_seen
        ),
        "last_seen": func.coalesce(
            select(func.max(sightings.c.end)).where(ours).scalar_subquery(), strangers.c.last_seen
        ),
        "times": select(func.count()).select_from(sightings).where(ours).scalar_subquery(),
    }
    which = strangers.c.id.in_(numbers)
    connection.execute(update(strangers).where(which).values(values))
    remembered = select(encounters.c.id).where(encounters.c.stranger == strangers.c.id).exists()
    connection.execute(delete(strangers).where(which, strangers.c.times == 0, ~remembered))


def _records(connection: Connection, rows: Iterable[Row[Any]]) -> list[StrangerRecord]:
    found = list(rows)
    numbers = [row.id for row in found]
    cameras = _cameras(connection, numbers)
    pictures = _pictures(connection, numbers)
    return [
        StrangerRecord(
            **row._mapping,
            cameras=tuple(camera for number, camera in cameras if number == row.id),
            pictures=tuple(sighting for number, sighting in pictures if number == row.id),
        )
        for row in found
    ]


def _cameras(connection: Connection, numbers: list[int]) -> list[tuple[int, str]]:
    column = sightings.c
    query = select(column.stranger, column.camera).where(column.stranger.in_(numbers)).distinct()
    return [(row.stranger, row.camera) for row in connection.execute(query.order_by(column.camera))]


def _pictures(connection: Connection, numbers: list[int]) -> list[tuple[int, int]]:
    column = sightings.c
    place = func.row_number().over(partition_by=column.stranger, order_by=column.end.desc()).label("place")
    shown = column.image.is_not(None)
    ranked = select(column.stranger, column.id, place).where(column.stranger.in_(numbers), shown).subquery()
    query = select(ranked.c.stranger, ranked.c.id).where(ranked.c.place <= _PICTURES).order_by(ranked.c.place)
    return [(row.stranger, row.id) for row in connection.execute(query)]
