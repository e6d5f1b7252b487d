"""The cameras that were added on a page rather than in the settings; their URLs are kept sealed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select

from rollcall.redaction import SourceUrl
from rollcall.store.database import Database
from rollcall.store.encryption import Cipher
from rollcall.store.schema import cameras

__all__ = ["Cameras"]


class Cameras:
    """Names of cameras and where their video comes from."""

    def __init__(self, database: Database, cipher: Cipher, clock: Callable[[], float]) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def all(self) -> dict[str, SourceUrl]:
        """Return every camera by name, in the order they were added."""
        with self._database.read() as connection:
            rows = connection.execute(select(cameras).order_by(cameras.c.added, cameras.c.name)).all()
        return {row.name: SourceUrl(self._cipher.open(row.url, "camera").decode()) for row in rows}

    def put(self, name: str, url: SourceUrl) -> None:
        """Add a camera, or replace the one of the same name."""
        sealed = self._cipher.seal(url.reveal().encode(), "camera")
        with self._database.write() as transaction:
            transaction.connection.execute(delete(cameras).where(cameras.c.name == name))
            transaction.connection.execute(insert(cameras).values(name=name, url=sealed, added=self._clock()))

    def remove(self, name: str) -> None:
        """Remove a camera; one that is not there is no error."""
        with self._database.write() as transaction:
            transaction.connection.execute(delete(cameras).where(cameras.c.name == name))
