"""The store: what outlives the process, opened and closed as one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.store.accounts import Accounts
from rollcall.store.audit_log import AuditLog
from rollcall.store.database import Database
from rollcall.store.dialect import open_engine
from rollcall.store.embeddings import Embeddings
from rollcall.store.encryption import PlainCipher
from rollcall.store.image_folder import ImageFolder
from rollcall.store.images import Images
from rollcall.store.lock import DirectoryLock
from rollcall.store.migrating import migrate
from rollcall.store.people import People
from rollcall.store.preferences import Preferences
from rollcall.store.sightings import Sightings

__all__ = ["Store"]


class Store:
    """Everything that is kept, in one directory: ``rollcall.db``, the pictures beside it, and a lock.

    Any thread may use it; each call is one short transaction. One process at a time may write.
    """

    def __init__(self, settings: StoreSettings, clock: Callable[[], float] = time.time) -> None:
        """Open the store in ``settings.data``, made where it is missing, and bring its tables up to date.

        Raises StoreError where the directory cannot be used, another process uses it, or the database is damaged.
        """
        directory = settings.data
        _make(directory)
        self._lock = DirectoryLock(directory)
        file = directory / "rollcall.db"
        database = Database(open_engine(file), file)
        cipher = PlainCipher()
        self._database = database
        try:
            migrate(database)
            self.preferences = Preferences(database)
            self.accounts = Accounts(database)
            self.audit = AuditLog(database, clock)
            self.images = Images(database, ImageFolder(directory / "images", cipher), clock)
            self.embeddings = Embeddings(database, self.preferences, cipher)
            self.people = People(database, self.images, self.embeddings, clock)
            self.sightings = Sightings(database, self.images)
            self.images.sweep()
        except BaseException:
            self.close()
            raise

    @property
    def trouble(self) -> str | None:
        """Why the last write failed, in one line; None while all is well."""
        return self._database.trouble

    def close(self) -> None:
        """Close the database and let others in; a second time does nothing."""
        self._database.close()
        self._lock.release()


def _make(directory: Path) -> None:
    try:
        # Faces are nobody else's business.
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"Cannot make the data directory {directory}: {error.strerror}. Choose another one with --data."
        ) from error
