"""What the program remembers for itself and for its users, by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from rollcall.store.database import Database
from rollcall.store.database.schema import settings

__all__ = ["Preferences"]


class Preferences:
    """Values that JSON can hold, by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Any:
        """Return the value of ``key``, or None."""
        with self._database.read() as connection:
            return self.read(connection, key)

    def read(self, connection: Connection, key: str) -> Any:
        """Return the value of ``key`` as the caller's transaction sees it, or None."""
        return connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()

    def set(self, key: str, value: Any) -> None:
        """Remember ``value`` under ``key``."""
        with self._database.write() as transaction:
            self.write(transaction.connection, key, value)

    def remove(self, key: str) -> None:
        """Forget ``key``; one that is not there is no error."""
        with self._database.write() as transaction:
            transaction.connection.execute(delete(settings).where(settings.c.key == key))

    def write(self, connection: Connection, key: str, value: Any) -> None:
        """Remember ``value`` in the caller's transaction."""
        connection.execute(delete(settings).where(settings.c.key == key))
        connection.execute(insert(settings).values(key=key, value=value))
