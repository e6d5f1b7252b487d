"""The photos of everybody, in one list."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.database.paging import MAX_PAGE
from rollcall.store.database.schema import photos
from rollcall.store.records import PhotoRecord

__all__ = ["Photos"]


class Photos:
    """Finds photos without their person; adding and removing is the person's, see ``People``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, photo: int) -> PhotoRecord:
        """Return one photo. Raises StoreError where there is none of this number."""
        with self._database.read() as connection:
            row = connection.execute(select(photos).where(photos.c.id == photo)).first()
        if row is None:
            raise StoreError(f"There is no photo {photo} in the store (any more).")
        return PhotoRecord(**row._mapping)

    def slice(self, *, person: str | None = None, start: int = 0, limit: int = 100) -> tuple[PhotoRecord, ...]:
        """Return photos, oldest first, from the one at place ``start`` on; a far place costs more than a near one."""
        query = _of(person).order_by(photos.c.id).offset(start).limit(min(limit, MAX_PAGE))
        with self._database.read() as connection:
            return tuple(PhotoRecord(**row._mapping) for row in connection.execute(query))

    def count(self, *, person: str | None = None) -> int:
        """Return how many there are, of one person or of all."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(_of(person).subquery())).scalar_one())


def _of(person: str | None) -> Select[Any]:
    return select(photos) if person is None else select(photos).where(photos.c.person == person)
