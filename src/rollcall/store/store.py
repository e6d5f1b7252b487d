"""The store: what outlives the process, opened and closed as one."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.store.accounts import Accounts
from rollcall.store.audit_log import AuditLog
from rollcall.store.cameras import CameraTable
from rollcall.store.database import Database
from rollcall.store.database.dialect import OWNER, READER, copy_database, find_damage, open_engine, scrub
from rollcall.store.database.migrating import migrate, require_newest
from rollcall.store.deliveries import Deliveries
from rollcall.store.files.image_folder import ImageFolder
from rollcall.store.files.images import Images
from rollcall.store.files.lock import FolderLock
from rollcall.store.forgetting.believed_clock import BelievedClock
from rollcall.store.forgetting.erasure import Eraser, Erasure
from rollcall.store.forgetting.retention import Retention
from rollcall.store.people.embeddings import Embeddings
from rollcall.store.people.folder_files import FolderFiles
from rollcall.store.people.people import People
from rollcall.store.people.photos import Photos
from rollcall.store.preferences import Preferences
from rollcall.store.resealing import images_folder, reseal, sweep_folders
from rollcall.store.sealing.encryption import Cipher
from rollcall.store.sealing.keys import is_empty, open_cipher
from rollcall.store.sealing.vectors import Vectors
from rollcall.store.sightings.reasons import ERASED
from rollcall.store.sightings.sightings import Sightings
from rollcall.store.strangers.namings import Namings
from rollcall.store.strangers.strangers import Strangers

__all__ = ["DATABASE", "Access", "Store"]

DATABASE = "rollcall.db"
_INDEX = "index"


class Access(Enum):
    """What a process opens a store for."""

    OWN = "own"
    """To read and write, alone."""
    READ = "read"
    """To read beside the process that owns it; whatever writes raises StoreError."""


class Store:
    """Everything that is kept, in one folder: ``rollcall.db``, the pictures beside it, and a lock.

    Any thread may use it; each call is one short transaction. One process at a time may write.
    """

    def __init__(
        self, settings: StoreSettings, clock: Callable[[], float] = time.time, *, access: Access = Access.OWN
    ) -> None:
        """Open the store in ``settings.data``; its owner makes it where it is missing and brings its tables up to date.

        Raises StoreError where the folder cannot be used, another process owns it, the database is damaged, or the
        key is not the one that it was encrypted with.
        """
        self.folder = settings.data
        owns = access is Access.OWN
        file = self.folder / DATABASE
        if owns:
            _make(self.folder)
        elif not file.is_file():
            raise StoreError(f"There is no database {file}. Name its folder with --data.")
        self._lock = FolderLock(self.folder) if owns else None
        self._database = Database(open_engine(file, OWNER if owns else READER), file)
        try:
            migrate(self._database) if owns else require_newest(self._database)
            self._furnish(settings, clock)
            if owns:
                self.images.sweep()
                sweep_folders(self.folder, self.preferences)
                # Ends what an erasure could not do while somebody still read.
                scrub(self._database.engine)
        except BaseException:
            self.close()
            raise

    def _furnish(self, settings: StoreSettings, clock: Callable[[], float]) -> None:
        database = self._database
        self.preferences = Preferences(database)
        cipher = self._cipher = open_cipher(settings, self.preferences, empty=is_empty(database))
        vectors = Vectors(cipher)
        self.accounts = Accounts(database)
        self.audit = AuditLog(database, clock)
        self.cameras = CameraTable(database, cipher, clock)
        self.images = Images(database, ImageFolder(self.folder / images_folder(self.preferences), cipher), clock)
        self.embeddings = Embeddings(database, self.preferences, vectors)
        self.people = People(database, self.images, self.embeddings, clock)
        self.photos = Photos(database)
        self.folder_files = FolderFiles(database)
        self.strangers = Strangers(database, self.preferences, vectors)
        self.namings = Namings(database, self.images, self.embeddings, self.strangers, vectors, clock)
        self.sightings = Sightings(database, self.images)
        self.deliveries = Deliveries(database, cipher)
        self.clock = BelievedClock(self.preferences)
        self.retention = Retention(database, self.images, settings)

    @property
    def index_folder(self) -> Path:
        """Where search indexes are saved; whatever lies there can be built again, and an erasure empties it."""
        return self.folder / _INDEX

    @property
    def cipher(self) -> Cipher:
        """What seals everything that shows a face; saved indexes are sealed by it too."""
        return self._cipher

    def erase(self, person: str, actor: str) -> Erasure:
        """Erase a person for good: every row, file and vector; see ``Eraser.erase``."""
        self.deliveries.replace_name(self.people.get(person).name, ERASED)
        eraser = Eraser(self._database, self.images, self.audit, self.index_folder)
        return eraser.erase(person, actor)

    def erase_stranger(self, stranger: int, actor: str) -> int:
        """Erase a stranger for good; see ``Eraser.erase_stranger``."""
        eraser = Eraser(self._database, self.images, self.audit, self.index_folder)
        return eraser.erase_stranger(stranger, actor)

    def reseal(self, cipher: Cipher) -> None:
        """Seal everything with another ``cipher``; see ``reseal``. Close the store afterwards and open it anew."""
        reseal(self._database, self.preferences, self.folder, (self._cipher, cipher))
        shutil.rmtree(self.index_folder, ignore_errors=True)

    def copy_database(self, target: Path) -> None:
        """Write a copy of the database, as it is at one moment, to the file ``target``; see ``back_up``."""
        with self._database.guard():
            copy_database(self._database.engine, target)

    def find_damage(self) -> str | None:
        """Return the first fault that the database finds in its own pages, or None; reads it from end to end."""
        with self._database.read() as connection:
            return find_damage(connection)

    @property
    def trouble(self) -> str | None:
        """Why the last write failed, in one line; None while all is well."""
        return self._database.trouble

    def close(self) -> None:
        """Close the database and let others in; a second time does nothing."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()


def _make(folder: Path) -> None:
    try:
        # Faces are nobody else's business.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / DATABASE).exists() and os.access(folder, os.W_OK):
            # The log beside it takes over these rights; the folder may be an older one, that others may enter.
            (folder / DATABASE).touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"Cannot make the data folder {folder}: {error.strerror}. Choose another one with --data."
        ) from error
