"""Who may use the program: users, the sessions of their browsers, and API keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, delete, insert, select, update

from rollcall.store.database import Database
from rollcall.store.database.account_tables import api_keys, sessions
from rollcall.store.database.schema import users

__all__ = ["Accounts", "ApiKeyRecord", "SessionRecord", "UserRecord"]

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class UserRecord:
    """Somebody who may sign in."""

    name: str
    password_hash: str
    """In PHC form; empty while no password was chosen."""
    role: str
    added: float
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A browser that is signed in."""

    digest: str
    """SHA-256 of the secret in its cookie, in hex."""
    user: str
    begun: float
    seen: float
    """When it last asked for something, roughly."""


@dataclass(frozen=True, slots=True)
class ApiKeyRecord:
    """A key with which a program comes in."""

    id: str
    name: str
    """What it is for."""
    role: str
    digest: str
    """SHA-256 of the whole key, in hex."""
    added_by: str
    added: float


class Accounts:
    """Rows of users, sessions and API keys; what they mean is decided elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def users(self) -> tuple[UserRecord, ...]:
        """Return all users by name."""
        return self._all(users, UserRecord, users.c.name)

    def put_user(self, user: UserRecord) -> None:
        """Add a user, or replace the one of the same name; sessions stay."""
        with self._database.write() as transaction:
            connection = transaction.connection
            same = users.c.name == user.name
            if connection.execute(update(users).where(same).values(asdict(user))).rowcount == 0:
                connection.execute(insert(users).values(asdict(user)))

    def remove_user(self, name: str) -> None:
        """Remove a user and the sessions that go with it; one that is not there is no error."""
        self._remove(users, users.c.name == name)

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Return all sessions, the oldest first."""
        return self._all(sessions, SessionRecord, sessions.c.begun)

    def add_session(self, session: SessionRecord) -> None:
        """Keep a new session."""
        self._add(sessions, session)

    def touch_session(self, digest: str, seen: float) -> None:
        """Remember when a session was last used."""
        with self._database.write() as transaction:
            transaction.connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=seen))

    def remove_sessions(self, digests: Iterable[str]) -> None:
        """Forget sessions."""
        self._remove(sessions, sessions.c.digest.in_(list(digests)))

    def api_keys(self) -> tuple[ApiKeyRecord, ...]:
        """Return all API keys, the oldest first."""
        return self._all(api_keys, ApiKeyRecord, api_keys.c.added)

    def add_api_key(self, key: ApiKeyRecord) -> None:
        """Keep a new API key."""
        self._add(api_keys, key)

    def remove_api_key(self, key: str) -> None:
        """Remove the key with this id; one that is not there is no error."""
        self._remove(api_keys, api_keys.c.id == key)

    def _all(self, table: Table, record: type[Record], order: Any) -> tuple[Record, ...]:
        with self._database.read() as connection:
            return tuple(record(**row._mapping) for row in connection.execute(select(table).order_by(order)))

    def _add(self, table: Table, record: Any) -> None:
        with self._database.write() as transaction:
            transaction.connection.execute(insert(table).values(asdict(record)))

    def _remove(self, table: Table, which: Any) -> None:
        with self._database.write() as transaction:
            transaction.connection.execute(delete(table).where(which))
