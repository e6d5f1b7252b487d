"""All that holds for SQLite only. A second database gets a second file like this one, and nothing else changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

__all__ = ["ERRORS", "OWNER", "READER", "copy_database", "explain", "find_damage", "open_engine", "scrub"]

_BUSY_SECONDS = 10
# Readers of this program are done within milliseconds; a backup takes longer than anybody wants to wait for.
_SCRUB_MILLISECONDS = 500
# Pages of 4 KiB kept in memory for each connection: 16 MiB holds the indexes of some 100,000 people.
_CACHE_KIBIBYTES = 16 * 1024
# The write-ahead log takes a thousand pages as a rule, and what it grew to beside a long reader goes when that is done.
_LOG_BYTES = 4 * 1024 * 1024

READER = (
    "query_only=ON",
    # A database file is data; it may not run functions through its schema.
    "trusted_schema=OFF",
    f"cache_size=-{_CACHE_KIBIBYTES}",
)
"""How a process opens a database that another one owns."""

OWNER = (
    "journal_mode=WAL",
    # A commit is on the disk before it is acknowledged, also when the power fails.
    "synchronous=FULL",
    "foreign_keys=ON",
    # What is deleted is overwritten with zeros, so that an erased face cannot be read from free pages.
    "secure_delete=ON",
    "trusted_schema=OFF",
    f"cache_size=-{_CACHE_KIBIBYTES}",
    f"journal_size_limit={_LOG_BYTES}",
)
"""How the one process opens it that may write."""


def open_engine(file: Path, pragmas: Sequence[str] = OWNER) -> Engine:
    """Return the engine of the SQLite database in ``file``; connections open on first use, each thread its own."""

    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # sqlite3 would begin transactions on its own and late, outside of them DDL; ``_begin`` does it instead.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A writer says so at once: a reader that turns writer half-way fails when another was quicker.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


ERRORS = (DBAPIError, sqlite3.Error)
"""What a database may raise."""


def explain(error: Exception, file: Path) -> str:
    """Return in one line what happened to the database and what to do. ``error``: one of ``ERRORS``."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF  # the high bits only refine the low eight
    reason, remedy = _REASONS.get(code, (f"says: {original}", "See the log, or restore a backup"))
    return f"The database {file} {reason}. {remedy}."


_REASONS = {
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "Make room, or shorten retention in the settings"),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk reports an error or is full",
        "Check the disk and the room on it",
    ),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "Give this user the right to write there, or choose another 'store.data'",
    ),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Check that its folder exists and that this user may write there"),
    sqlite3.SQLITE_PERM: ("cannot be opened", "Give this user the right to read and write there"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Restore a backup with 'rollcall restore', or move the file away"),
    sqlite3.SQLITE_NOTADB: (
        "is no database, or is damaged",
        "Restore a backup with 'rollcall restore', or move the file away",
    ),
    sqlite3.SQLITE_BUSY: ("is kept busy by another process", "End that process, then try again"),
    sqlite3.SQLITE_LOCKED: ("is kept busy by another process", "End that process, then try again"),
}


def find_damage(connection: Connection) -> str | None:
    """Return the first fault that the database finds in its own pages, or None."""
    answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    return None if answer == "ok" else answer


def scrub(engine: Engine) -> bool:
    """Bring the write-ahead log into the database and empty it; False while a reader still needs the log."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
        raw.execute(f"PRAGMA busy_timeout={_SCRUB_MILLISECONDS}")
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    return not busy


def copy_database(engine: Engine, target: Path) -> None:
    """Write a consistent copy of the live database to ``target`` (SQLite's online backup); writers go on meanwhile."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
        copy = sqlite3.connect(target)
        try:
            raw.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
