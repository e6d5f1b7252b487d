"""Short transactions on one database, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from rollcall.errors import StoreError
from rollcall.store.database import dialect

__all__ = ["Database", "Transaction"]


@dataclass(frozen=True, slots=True, eq=False)
class Transaction:
    """A write that is done wholly or not at all."""

    connection: Connection
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    """What to do once the write is safe and before the next writer's turn, such as deleting files without a row."""
    after_failure: list[Callable[[], None]] = field(default_factory=list)
    """What to do when nothing of the write remains, such as deleting files that it brought."""


class Database:
    """One database. Any thread may read or write: readers see the last commit and wait for nobody, writers take turns.

    ``trouble`` tells why the last write failed, None after a good one: a full disk is a state to show, not an end.
    """

    def __init__(self, engine: Engine, file: Path) -> None:
        self.engine = engine
        self.file = file
        self.trouble: str | None = None
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database. Raises StoreError."""
        with self.guard(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn what the database complains of within the block into StoreError, in one line."""
        try:
            yield
        except dialect.ERRORS as error:
            raise StoreError(dialect.explain(error, self.file)) from error

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Give a transaction; it is on the disk when the block ends, and never was when the block raises.

        Raises StoreError where the database cannot take it.
        """
        with self._turn:
            transaction = None
            try:
                with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                    transaction = Transaction(connection)
                    yield transaction
            except BaseException as error:
                _follow_up(transaction.after_failure if transaction else [])
                self._explain(error)
                raise
            self.trouble = None
            _follow_up(transaction.after_commit)

    def _explain(self, error: BaseException) -> None:
        """Raise StoreError instead of ``error`` where the database or the disk is the reason of a failed write."""
        if isinstance(error, IntegrityError):
            raise StoreError(f"The database {self.file} refused a change that does not fit: {error.orig}.") from error
        if isinstance(error, dialect.ERRORS):
            self.trouble = dialect.explain(error, self.file)
        elif isinstance(error, OSError):
            self.trouble = f"Cannot write beside {self.file}: {error.strerror}. Check the disk and the room on it."
        else:
            return
        raise StoreError(self.trouble) from error

    def close(self) -> None:
        """Close every connection; nothing may read or write any more."""
        self.engine.dispose()


def _follow_up(actions: list[Callable[[], None]]) -> None:
    for action in actions:
        # A file that cannot be deleted now has no row any more, and is swept away at the next start.
        with suppress(OSError):
            action()
