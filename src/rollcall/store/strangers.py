"""Strangers: who came more than once without a name, and who they turned out to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.images import Images
from rollcall.store.marks import made_by, model_number
from rollcall.store.paging import MAX_PAGE, decode_place, encode_place
from rollcall.store.records import EmbeddingMatrix, MarkedEmbedding, ModelMark, Page
from rollcall.store.schema import models, people, sightings, stranger_embeddings, strangers
from rollcall.store.vectors import Vectors

__all__ = ["StrangerRecord", "Strangers", "delete_strangers"]


@dataclass(frozen=True, slots=True)
class StrangerRecord:
    """Somebody without a name."""

    id: int
    first_seen: float
    last_seen: float
    person: str | None
    """Who it turned out to be."""
    image: str | None


class Strangers:
    """The strangers of the store; each call is one short transaction."""

    def __init__(self, database: Database, images: Images, vectors: Vectors) -> None:
        self._database = database
        self._images = images
        self._vectors = vectors

    def add(self, time: float, embeddings: Iterable[MarkedEmbedding], snapshot: bytes | None = None) -> int:
        """Keep a new stranger, seen at ``time``, with the file of a picture, and return the stranger's number."""
        with self._database.write() as transaction:
            connection = transaction.connection
            image = None if snapshot is None else self._images.keep(transaction, snapshot)
            values = {"first_seen": time, "last_seen": time, "image": image}
            number = int(connection.execute(insert(strangers).values(values).returning(strangers.c.id)).scalar_one())
            self._write(connection, number, embeddings)
            return number

    def see(self, stranger: int, time: float, embeddings: Iterable[MarkedEmbedding] = ()) -> None:
        """Remember that a stranger was seen again. Raises StoreError where there is none of this number."""
        with self._database.write() as transaction:
            connection = transaction.connection
            seen = update(strangers).where(strangers.c.id == stranger).values(last_seen=time)
            if connection.execute(seen).rowcount == 0:
                raise StoreError(f"There is no stranger {stranger} in the store (any more).")
            self._write(connection, stranger, embeddings)

    def name(self, stranger: int, person: str) -> None:
        """Say who a stranger is: past sightings get the name too. Raises StoreError where either is not there."""
        with self._database.write() as transaction:
            connection = transaction.connection
            name = connection.execute(select(people.c.name).where(people.c.id == person)).scalar()
            if name is None:
                raise StoreError(f"There is no person '{person}' in the store (any more).")
            named = update(strangers).where(strangers.c.id == stranger).values(person=person)
            if connection.execute(named).rowcount == 0:
                raise StoreError(f"There is no stranger {stranger} in the store (any more).")
            connection.execute(
                update(sightings).where(sightings.c.stranger == stranger).values(person=person, name=name)
            )

    def merge(self, stranger: int, duplicate: int) -> None:
        """Say that two strangers are one: everything of ``duplicate`` goes to ``stranger``."""
        with self._database.write() as transaction:
            connection = transaction.connection
            both = connection.execute(select(strangers).where(strangers.c.id.in_([stranger, duplicate]))).all()
            if len(both) != len({stranger, duplicate}) or stranger == duplicate:
                raise StoreError(f"Strangers {stranger} and {duplicate} are not two strangers of the store.")
            for table in (sightings, stranger_embeddings):
                moved = update(table).where(table.c.stranger == duplicate).values(stranger=stranger)
                connection.execute(moved)
            span = {"first_seen": min(row.first_seen for row in both), "last_seen": max(row.last_seen for row in both)}
            connection.execute(update(strangers).where(strangers.c.id == stranger).values(span))
            self._images.drop_unused(transaction, delete_strangers(connection, [duplicate]))

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget strangers, their embeddings and pictures; sightings stay. One that is not there is no error."""
        with self._database.write() as transaction:
            self._images.drop_unused(transaction, delete_strangers(transaction.connection, list(numbers)))

    def of_model(self, model: ModelMark) -> EmbeddingMatrix[int]:
        """Return the embeddings by ``model`` of those who are still strangers."""
        query = (
            select(stranger_embeddings.c.id, stranger_embeddings.c.stranger, stranger_embeddings.c.vector)
            .join_from(stranger_embeddings, strangers)
            .join(models)
            .where(made_by(model), strangers.c.person.is_(None))
            .order_by(stranger_embeddings.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        ids = np.array([row.id for row in rows], np.int64)
        vectors = self._vectors.open([row.vector for row in rows])
        return EmbeddingMatrix(ids, tuple(row.stranger for row in rows), vectors)

    def page(self, *, limit: int = 100, after: str | None = None) -> Page[StrangerRecord]:
        """Return those who are still strangers, latest seen first. ``after``: ``next`` of the page before."""
        limit = min(limit, MAX_PAGE)
        column = strangers.c
        query = select(strangers).where(column.person.is_(None))
        query = query.order_by(column.last_seen.desc(), column.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(tuple_(column.last_seen, column.id) < tuple_(*decode_place(after, 2)))
        with self._database.read() as connection:
            rows = [StrangerRecord(**row._mapping) for row in connection.execute(query)]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(rows[:limit], encode_place(last.last_seen, last.id) if last else None)

    def count(self) -> int:
        """Return how many are still strangers."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(strangers).where(strangers.c.person.is_(None))
            return int(connection.execute(query).scalar_one())

    def _write(self, connection: Connection, stranger: int, embeddings: Iterable[MarkedEmbedding]) -> None:
        rows = [
            {
                "stranger": stranger,
                "model": model_number(connection, each.model),
                "vector": self._vectors.seal(each.vector),
            }
            for each in embeddings
        ]
        if rows:
            connection.execute(insert(stranger_embeddings), rows)


def delete_strangers(connection: Connection, numbers: list[int]) -> list[str | None]:
    """Delete strangers in the caller's transaction, and return the names of their pictures."""
    which = strangers.c.id.in_(numbers)
    pictures = list(connection.execute(select(strangers.c.image).where(which)).scalars())
    connection.execute(delete(strangers).where(which))
    return pictures
