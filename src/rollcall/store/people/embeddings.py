"""Embeddings of photos: each marked with the model that made it, one model serving at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, exists, func, insert, select

from rollcall.store.database import Database
from rollcall.store.database.model_rows import made_by, model_number
from rollcall.store.database.schema import embeddings, models, people, photos
from rollcall.store.preferences import Preferences
from rollcall.store.records import EmbeddingMatrix, MarkedEmbedding, ModelMark, PhotoRecord
from rollcall.store.sealing.vectors import Vectors

__all__ = ["Embeddings"]

_SERVING = "serving-model"
_LAST_NUMBER = "last-embedding"
# Parameters of one query; databases allow some ten thousand.
_BATCH = 5000


class Embeddings:
    """The embeddings of the gallery's photos."""

    def __init__(self, database: Database, preferences: Preferences, vectors: Vectors) -> None:
        self._database = database
        self._preferences = preferences
        self._vectors = vectors

    def insert(self, connection: Connection, person: str, photo: int | None, marked: Iterable[MarkedEmbedding]) -> None:
        """Write embeddings of one person in the caller's transaction."""
        rows = [
            {
                "id": number,
                "person": person,
                "photo": photo,
                "model": model_number(connection, each.model),
                "vector": self._vectors.seal(each.vector),
            }
            for number, each in enumerate(marked, start=self._last_number(connection) + 1)
        ]
        if rows:
            connection.execute(insert(embeddings), rows)
            self._preferences.write(connection, _LAST_NUMBER, rows[-1]["id"])

    def _last_number(self, connection: Connection) -> int:
        """Return the highest number ever given: a saved index must not take a new embedding for a former one."""
        highest = connection.execute(select(func.max(embeddings.c.id))).scalar() or 0
        return max(int(highest), int(self._preferences.read(connection, _LAST_NUMBER) or 0))

    def add(self, photo: PhotoRecord, marked: MarkedEmbedding) -> None:
        """Keep the embedding of a photo by one model, in place of the one by the same model.

        A photo that was removed meanwhile gets none.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            owner = connection.execute(select(photos.c.person).where(photos.c.id == photo.id)).scalar()
            if owner is None:
                return
            same = (embeddings.c.photo == photo.id) & (embeddings.c.model == model_number(connection, marked.model))
            connection.execute(delete(embeddings).where(same))
            self.insert(connection, owner, photo.id, [marked])

    def of_model(self, model: ModelMark) -> EmbeddingMatrix[str]:
        """Return every embedding by ``model`` of the active people, for a search index."""
        query = (
            select(embeddings.c.id, embeddings.c.person, embeddings.c.vector)
            .join_from(embeddings, people)
            .join(models)
            .where(made_by(model), people.c.active)
            .order_by(embeddings.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        ids = np.array([row.id for row in rows], np.int64)
        return EmbeddingMatrix(ids, tuple(row.person for row in rows), self._vectors.open([row.vector for row in rows]))

    def owners(self, model: ModelMark) -> dict[int, str]:
        """Return the number of every embedding by ``model`` of the active people, with the id of its person."""
        query = select(embeddings.c.id, embeddings.c.person).join_from(embeddings, people).join(models)
        with self._database.read() as connection:
            rows = connection.execute(query.where(made_by(model), people.c.active).order_by(embeddings.c.id))
            return {row.id: row.person for row in rows}

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the embeddings of these numbers in ascending order: (N, D). One that is gone is left out."""
        kept: list[bytes] = []
        with self._database.read() as connection:
            for first in range(0, len(numbers), _BATCH):
                wanted = embeddings.c.id.in_(sorted(numbers)[first : first + _BATCH])
                query = select(embeddings.c.vector).where(wanted).order_by(embeddings.c.id)
                kept += connection.execute(query).scalars()
        return self._vectors.open(kept)

    def of_person(self, person: str, model: ModelMark) -> NDArray[np.float32]:
        """Return the embeddings of one person by ``model``: (N, D)."""
        query = (
            select(embeddings.c.vector)
            .join(models)
            .where(made_by(model), embeddings.c.person == person)
            .order_by(embeddings.c.id)
        )
        with self._database.read() as connection:
            return self._vectors.open(list(connection.execute(query).scalars()))

    def all_of_person(self, person: str) -> tuple[tuple[int | None, MarkedEmbedding], ...]:
        """Return every embedding of one person by any model, each with the number of its photo, oldest first."""
        query = select(embeddings.c.photo, embeddings.c.vector, models).join_from(embeddings, models)
        with self._database.read() as connection:
            rows = connection.execute(query.where(embeddings.c.person == person).order_by(embeddings.c.id)).all()
        return tuple(
            (
                row.photo,
                MarkedEmbedding(
                    ModelMark(row.pack, row.model_hash, row.alignment), self._vectors.open([row.vector])[0]
                ),
            )
            for row in rows
        )

    def missing(self, model: ModelMark, *, limit: int = 100, after: int = 0) -> tuple[PhotoRecord, ...]:
        """Return photos of a higher number than ``after`` without an embedding by ``model``, ascending."""
        made = exists().where(embeddings.c.photo == photos.c.id, embeddings.c.model == models.c.id, made_by(model))
        query = select(photos).where(photos.c.id > after, ~made).order_by(photos.c.id).limit(limit)
        with self._database.read() as connection:
            return tuple(PhotoRecord(**row._mapping) for row in connection.execute(query))

    def count(self, model: ModelMark) -> int:
        """Return how many embeddings ``model`` made."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(embeddings.join(models)).where(made_by(model))
            return int(connection.execute(query).scalar_one())

    def count_photos(self, model: ModelMark) -> int:
        """Return of how many photos there is an embedding by ``model``."""
        with self._database.read() as connection:
            query = select(func.count(embeddings.c.photo)).select_from(embeddings.join(models)).where(made_by(model))
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
            self._preferences.write(connection, _SERVING, asdict(model))
            others = (embeddings.c.model != number) & embeddings.c.photo.is_not(None)
            connection.execute(delete(embeddings).where(others))
