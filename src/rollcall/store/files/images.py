"""Pictures and their rows, kept in step: a picture stays for as long as a photo or a sighting shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from sqlalchemy import Select, delete, func, insert, or_, select

from rollcall.store.database import Database, Transaction
from rollcall.store.database.schema import images, photos, sightings
from rollcall.store.files.image_folder import ImageFolder, image_name

__all__ = ["Images"]


class Images:
    """Every picture of the store, by name."""

    def __init__(self, database: Database, folder: ImageFolder, clock: Callable[[], float]) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock

    def read(self, name: str) -> bytes:
        """Return a picture's bytes as they were given. Raises StoreError where there is none of this name."""
        return self._folder.read(name)

    def path(self, name: str) -> Path:
        """Return the file of a picture, sealed where a key is set. Raises StoreError for what is no name of one."""
        return self._folder.path(name)

    def total_bytes(self) -> int:
        """Return the size of all pictures together."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.coalesce(func.sum(images.c.bytes), 0))).scalar_one())

    def keep(self, transaction: Transaction, data: bytes) -> str:
        """Keep a picture in the same transaction as what shows it, and return its name; the same bytes are kept once.

        Raises ImageError where the bytes are no picture.
        """
        name = image_name(data)
        if transaction.connection.execute(select(images.c.name).where(images.c.name == name)).first() is None:
            transaction.after_failure.append(partial(self._folder.delete, name))
            self._folder.write(data)
            transaction.connection.execute(insert(images).values(name=name, bytes=len(data), added=self._clock()))
        return name

    def drop_unused(self, transaction: Transaction, names: Iterable[str | None]) -> int:
        """Drop those of ``names`` that nothing shows any more, files and all; return how many these were."""
        unused = [name for name in set(names) if name and not transaction.connection.execute(_shown(name)).scalar()]
        for name in unused:
            transaction.connection.execute(delete(images).where(images.c.name == name))
            transaction.after_commit.append(partial(self._folder.delete, name))
        return len(unused)

    def sweep(self) -> int:
        """Remove files that a crash left without a row; return how many these were."""
        with self._database.read() as connection:
            known = set(connection.execute(select(images.c.name)).scalars())
        return self._folder.sweep(known)


def _shown(name: str) -> Select[tuple[bool]]:
    return select(or_(*(select(table.c.image).where(table.c.image == name).exists() for table in _SHOWING)))


_SHOWING = (photos, sightings)
"""The tables whose rows show a picture."""
