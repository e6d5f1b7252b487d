"""Embeddings: each marked with the model that made it, one model serving at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from rollcall.errors import StoreError
from rollcall.model import Embedding
from rollcall.store.database import Database
from rollcall.store.encryption import Cipher
from rollcall.store.preferences import Preferences
from rollcall.store.records import EmbeddingMatrix, MarkedEmbedding, ModelMark, PhotoRecord
from rollcall.store.schema import embeddings, models, people, photos

__all__ = ["Embeddings", "model_number"]

_SERVING = "serving-model"


class Embeddings:
    """The embeddings of the gallery's photos."""

    def __init__(self, database: Database, preferences: Preferences, cipher: Cipher) -> None:
        self._database = database
        self._preferences = preferences
        self._cipher = cipher

    def insert(self, connection: Connection, person: str, photo: int | None, marked: Iterable[MarkedEmbedding]) -> None:
        """Write embeddings of one person in the caller's transaction."""
        rows = [
            {
                "person": person,
                "photo": photo,
                "model": model_number(connection, each.model),
                "vector": self._cipher.seal(_to_bytes(each.vector), "embedding"),
            }
            for each in marked
        ]
        if rows:
            connection.execute(insert(embeddings), rows)

    def add(self, photo: PhotoRecord, marked: MarkedEmbedding) -> None:
        """Keep the embedding of a photo by one model, in place of the one by the same model."""
        with self._database.write() as transaction:
            connection = transaction.connection
            same = (embeddings.c.photo == photo.id) & (embeddings.c.model == model_number(connection, marked.model))
            connection.execute(delete(embeddings).where(same))
            self.insert(connection, photo.person, photo.id, [marked])

    def of_model(self, model: ModelMark) -> EmbeddingMatrix:
        """Return every embedding by ``model`` of the active people, for a search index."""
        query = (
            select(embeddings.c.id, embeddings.c.person, embeddings.c.vector)
            .join(people)
            .join(models)
            .where(*_is(model), people.c.active)
            .order_by(embeddings.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return EmbeddingMatrix(
            np.array([row.id for row in rows], np.int64),
            tuple(row.person for row in rows),
            self._matrix([row.vector for row in rows]),
        )

    def of_person(self, person: str, model: ModelMark) -> NDArray[np.float32]:
        """Return the embeddings of one person by ``model``: (N, D)."""
        query = (
            select(embeddings.c.vector)
            .join(models)
            .where(*_is(model), embeddings.c.person == person)
            .order_by(embeddings.c.id)
        )
        with self._database.read() as connection:
            return self._matrix(list(connection.execute(query).scalars()))

    def missing(self, model: ModelMark, *, limit: int = 100, after: int = 0) -> tuple[PhotoRecord, ...]:
        """Return photos of a higher number than ``after`` without an embedding by ``model``, ascending."""
        made = select(embeddings.c.photo).join(models).where(*_is(model), embeddings.c.photo == photos.c.id)
        query = select(photos).where(photos.c.id > after, ~made.exists()).order_by(photos.c.id).limit(limit)
        with self._database.read() as connection:
            return tuple(PhotoRecord(**row._mapping) for row in connection.execute(query))

    def count(self, model: ModelMark) -> int:
        """Return how many embeddings ``model`` made."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(embeddings.join(models)).where(*_is(model))
            return int(connection.execute(query).scalar_one())

    @property
    def serving(self) -> ModelMark | None:
        """The model whose embeddings people are recognised by; None before the first."""
        mark = self._preferences.get(_SERVING)
        return None if mark is None else ModelMark(**mark)

    def serve(self, model: ModelMark) -> None:
        """Recognise people by the embeddings of ``model`` from now on, and drop those that others made of photos.

        Embeddings without a photo stay: no other model can ever make them again.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            number = model_number(connection, model)
            self._preferences.write(
                connection,
                _SERVING,
                {"pack": model.pack, "model_hash": model.model_hash, "alignment": model.alignment},
            )
            connection.execute(delete(embeddings).where(embeddings.c.model != number, embeddings.c.photo.is_not(None)))

    def _matrix(self, sealed: list[bytes]) -> NDArray[np.float32]:
        rows = [np.frombuffer(self._cipher.open(each, "embedding"), "<f4") for each in sealed]
        if len({len(row) for row in rows}) > 1:
            raise StoreError("Embeddings of one model differ in length; the database is damaged. Restore a backup.")
        return np.stack(rows).astype(np.float32, copy=False) if rows else np.empty((0, 0), np.float32)


def model_number(connection: Connection, model: ModelMark) -> int:
    """Return the row of ``model``, made where there is none."""
    number = connection.execute(select(models.c.id).where(*_is(model))).scalar()
    if number is None:
        values = {"pack": model.pack, "model_hash": model.model_hash, "alignment": model.alignment}
        number = connection.execute(insert(models).values(values).returning(models.c.id)).scalar_one()
    return int(number)


def _is(model: ModelMark) -> tuple[ColumnElement[bool], ...]:
    column = models.c
    return (column.pack == model.pack, column.model_hash == model.model_hash, column.alignment == model.alignment)


def _to_bytes(vector: Embedding) -> bytes:
    return np.ascontiguousarray(vector, "<f4").tobytes()
