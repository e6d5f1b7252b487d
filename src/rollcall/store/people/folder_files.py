"""What became of each file of the gallery's folder, so that none is read twice and a refusal is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from rollcall.store.database import Database
from rollcall.store.database.schema import folder_files
from rollcall.store.records import FolderFile, FolderFileRecord

__all__ = ["FolderFiles", "file_key", "note_file"]


def file_key(path: str) -> str:
    """Return what stands for a path after the path itself is erased."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()


def note_file(connection: Connection, file: FolderFile, *, photo: int | None = None, words: str = "") -> None:
    """Write in the caller's transaction what became of ``file``."""
    key = file_key(file.path)
    connection.execute(delete(folder_files).where(folder_files.c.key == key))
    connection.execute(insert(folder_files).values(key=key, path=file.path, stamp=file.stamp, photo=photo, words=words))


class FolderFiles:
    """The files of the gallery's folder that were looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, FolderFileRecord]:
        """Return every file by its key."""
        with self._database.read() as connection:
            rows = connection.execute(select(folder_files))
            return {row.key: FolderFileRecord(**row._mapping) for row in rows}

    def refuse(self, file: FolderFile, words: str) -> None:
        """Remember that a file cannot stand for anybody, and why."""
        with self._database.write() as transaction:
            note_file(transaction.connection, file, words=words)

    def attach(self, file: FolderFile, photo: int) -> None:
        """Remember that a photo of the store is this file."""
        with self._database.write() as transaction:
            note_file(transaction.connection, file, photo=photo)

    def forget(self, keys: Iterable[str]) -> None:
        """Forget files that are gone."""
        with self._database.write() as transaction:
            transaction.connection.execute(delete(folder_files).where(folder_files.c.key.in_(list(keys))))
