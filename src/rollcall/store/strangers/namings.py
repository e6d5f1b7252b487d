"""What users say of who was seen: "this stranger is Ada", "this is not Ada". Only they take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.database.model_rows import made_by, model_number
from rollcall.store.database.schema import encounters, models, people, photos, rejections, sightings, strangers
from rollcall.store.files.images import Images
from rollcall.store.people.embeddings import Embeddings
from rollcall.store.records import EmbeddingMatrix, MarkedEmbedding, ModelMark, Origin
from rollcall.store.sealing.vectors import Vectors
from rollcall.store.strangers.stranger_records import StrangersChange
from rollcall.store.strangers.strangers import Strangers, count_strangers
from rollcall.store.strangers.unnaming import StrangerNaming, drop_empty_person, learned_of, said_before, take_back_name

__all__ = ["Namings"]

_NOT_THIS_PERSON = "a user said who it is not"


class Namings:
    """Names and refusals by users; each call is one short transaction."""

    def __init__(
        self,
        database: Database,
        images: Images,
        embeddings: Embeddings,
        strangers: Strangers,
        vectors: Vectors,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._images = images
        self._embeddings = embeddings
        self._strangers = strangers
        self._vectors = vectors
        self._clock = clock

    def name_stranger(
        self, stranger: int, person: str, likenesses: Iterable[tuple[int, MarkedEmbedding]]
    ) -> StrangerNaming:
        """Say who a stranger is; return what that changed.

        ``likenesses``: sightings by which the person is to be recognised from now on; their snapshots become photos.
        What the stranger was recognised by is forgotten. Raises StoreError where either is not there.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            name = _name_of(connection, person)
            if connection.execute(select(strangers.c.id).where(strangers.c.id == stranger)).first() is None:
                raise StoreError(f"There is no stranger {stranger} in the store (any more).")
            before, known = said_before(connection, stranger, person), learned_of(connection, person)
            for sighting, embedding in likenesses:
                self._learn(connection, person, _find(connection, sighting), embedding, "stranger")
            values = {"person": person, "ignored": False}
            connection.execute(update(strangers).where(strangers.c.id == stranger).values(values))
            connection.execute(delete(encounters).where(encounters.c.stranger == stranger))
            named = _name(connection, sightings.c.stranger == stranger, person, name)
            learned = learned_of(connection, person)
            return replace(before, sightings=named, photos=learned[0] - known[0], embeddings=learned[1] - known[1])

    def unname_stranger(self, naming: StrangerNaming, change: StrangersChange, model: ModelMark) -> bool:
        """Take back ``name_stranger``; return whether the person stays.

        One whom the naming added goes where nothing else is known of it. ``change``: the stranger's encounters, and
        what was said of it; their vectors were made by ``model``. Raises StoreError where nothing bears the name any
        more.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            shown = take_back_name(connection, naming)
            self._strangers.apply(connection, change, model)
            count_strangers(connection, {naming.stranger})
            self._images.drop_unused(transaction, shown)
            return not (naming.added and drop_empty_person(connection, naming.person))

    def name_sighting(self, sighting: int, person: str, embedding: MarkedEmbedding | None) -> None:
        """Say who was seen; with an ``embedding`` the snapshot becomes a photo to recognise the person by.

        Raises StoreError where either is not there.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            name = _name_of(connection, person)
            row = _require(connection, sighting)
            if embedding is not None:
                self._learn(connection, person, row, embedding, "sighting")
            connection.execute(update(sightings).where(sightings.c.id == sighting).values(stranger=None))
            _name(connection, sightings.c.id == sighting, person, name)

    def reject(self, sighting: int, embedding: MarkedEmbedding | None) -> str | None:
        """Say that a sighting is not of the person it is named after; return that person's id.

        The name goes, and a photo that was made of its snapshot; ``embedding`` is remembered as not this person's.
        Raises StoreError where there is no such sighting.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            row = _require(connection, sighting)
            values = {"person": None, "name": None, "score": None, "reason": _NOT_THIS_PERSON, "said": True}
            values |= {"stranger": None}
            connection.execute(update(sightings).where(sightings.c.id == sighting).values(values))
            learned = (photos.c.person == row.person) & (photos.c.image == row.image)
            connection.execute(delete(photos).where(learned, photos.c.origin.in_(("sighting", "stranger"))))
            if row.person is not None and embedding is not None:
                self._remember_rejection(connection, row.person, sighting, embedding)
            return str(row.person) if row.person is not None else None

    def rejections(self, model: ModelMark, person: str | None = None) -> EmbeddingMatrix[str]:
        """Return what ``model`` made of faces that are said not to be their owner's, or not one ``person``'s."""
        query = select(rejections.c.id, rejections.c.person, rejections.c.vector).join(models).where(made_by(model))
        if person is not None:
            query = query.where(rejections.c.person == person)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(rejections.c.id)).all()
        ids = np.array([row.id for row in rows], np.int64)
        vectors = self._vectors.open([row.vector for row in rows])
        return EmbeddingMatrix(ids, tuple(row.person for row in rows), vectors)

    def join_sightings(self, part: int, whole: int) -> None:
        """Remove a sighting that is a ``part`` of another one, which keeps what a user said of either.

        Raises StoreError where the ``whole`` is not there.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            kept, gone = _require(connection, whole), _find(connection, part)
            if gone is None:
                return
            rejected = _move_rejections(connection, part, whole)
            if gone.said and not kept.said and (gone.person is not None or kept.person in rejected):
                said = {name: gone._mapping[name] for name in ("person", "name", "score", "reason", "said")}
                connection.execute(update(sightings).where(sightings.c.id == whole).values(stranger=None, **said))
            connection.execute(delete(sightings).where(sightings.c.id == part))
            self._images.drop_unused(transaction, [gone.image])

    def _learn(
        self, connection: Connection, person: str, row: Row[Any] | None, embedding: MarkedEmbedding, origin: Origin
    ) -> None:
        """Let a person be recognised by what one sighting looked like."""
        image = None if row is None else row.image
        if image is None:
            self._embeddings.insert(connection, person, None, [embedding])
            return
        same = select(photos.c.id).where(photos.c.person == person, photos.c.image == image)
        if connection.execute(same).first() is None:
            values = {"person": person, "image": image, "origin": origin, "added": self._clock()}
            photo = connection.execute(insert(photos).values(values).returning(photos.c.id)).scalar_one()
            self._embeddings.insert(connection, person, photo, [embedding])

    def _remember_rejection(
        self, connection: Connection, person: str, sighting: int, embedding: MarkedEmbedding
    ) -> None:
        same = (rejections.c.person == person) & (rejections.c.sighting == sighting)
        connection.execute(delete(rejections).where(same))
        values = {
            "person": person,
            "sighting": sighting,
            "model": model_number(connection, embedding.model),
            "vector": self._vectors.seal(embedding.vector),
        }
        connection.execute(insert(rejections).values(values))


def _move_rejections(connection: Connection, part: int, whole: int) -> set[str]:
    """Let what was said not to be whose stand by the ``whole``; return of whom something was said of the ``part``."""
    of_part, of_whole = (rejections.c.sighting == number for number in (part, whole))
    known = select(rejections.c.person).where(of_whole)
    people = set(connection.execute(select(rejections.c.person).where(of_part)).scalars())
    connection.execute(update(rejections).where(of_part, rejections.c.person.not_in(known)).values(sighting=whole))
    return people


def _name(connection: Connection, which: ColumnElement[bool], person: str, name: str) -> int:
    """Give sightings a name, and take back that they are not this person's; return how many these were."""
    taken_back = rejections.c.sighting.in_(select(sightings.c.id).where(which)) & (rejections.c.person == person)
    connection.execute(delete(rejections).where(taken_back))
    values = {"person": person, "name": name, "said": True}
    return connection.execute(update(sightings).where(which).values(values)).rowcount


def _name_of(connection: Connection, person: str) -> str:
    name = connection.execute(select(people.c.name).where(people.c.id == person)).scalar()
    if name is None:
        raise StoreError(f"There is no person '{person}' in the store (any more).")
    return str(name)


def _find(connection: Connection, sighting: int) -> Row[Any] | None:
    return connection.execute(select(sightings).where(sightings.c.id == sighting)).first()


def _require(connection: Connection, sighting: int) -> Row[Any]:
    row = _find(connection, sighting)
    if row is None:
        raise StoreError(f"Sighting {sighting} is not in the store (any more).")
    return row
