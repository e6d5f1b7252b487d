"""Erasing a person: no row, no file, no vector is left, only a line that tells that it was done."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, update

from rollcall.errors import StoreError
from rollcall.store.audit_log import AuditLog
from rollcall.store.database import Database, Transaction
from rollcall.store.database.delivery_table import deliveries
from rollcall.store.database.dialect import scrub
from rollcall.store.database.schema import embeddings, encounters, folder_files, people, photos, sightings, strangers
from rollcall.store.files.images import Images
from rollcall.store.people.person_rows import require_person
from rollcall.store.sightings.reasons import ERASED, replace_name
from rollcall.store.strangers.strangers import delete_strangers

__all__ = ["Eraser", "Erasure"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased."""

    photos: int
    embeddings: int
    sightings: int
    pictures: int
    """Files of photos and snapshots; one that also shows somebody else stays."""
    scrubbed: bool
    """False while somebody still reads the database: then its log is emptied at the next erasure, or at the end."""

    @property
    def words(self) -> str:
        """The same in words, without a name."""
        return (
            f"{self.photos} photos, {self.embeddings} embeddings, {self.sightings} sightings, "
            f"{self.pictures} picture files"
        )


class Eraser:
    """Erases people from the database and all beside it; backups and the gallery's folder are out of its reach."""

    def __init__(self, database: Database, images: Images, audit: AuditLog, index: Path) -> None:
        self._database = database
        self._images = images
        self._audit = audit
        self._index = index

    def erase(self, person: str, actor: str) -> Erasure:
        """Erase a person for good. ``actor``: who asked for it, as the audit log will tell.

        Take the person off the running gallery before, so that no new sighting brings the name back. Saved search
        indexes go too; the next start builds them anew. Raises StoreError where there is no such person.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            name = require_person(connection, person).name
            counts = [_count(connection, table, person) for table in (photos, embeddings, sightings)]
            pictures = self._delete_rows(transaction, person)
            replace_name(connection, name, ERASED)
            done = Erasure(counts[0], counts[1], counts[2], pictures, scrubbed=True)
            self._audit.write(connection, actor, "person.erase", person, done.words)
            transaction.after_commit.append(lambda: shutil.rmtree(self._index, ignore_errors=True))
        return replace(done, scrubbed=scrub(self._database.engine))

    def erase_stranger(self, stranger: int, actor: str) -> int:
        """Erase a stranger with every sighting and snapshot for good; return how many sightings these were.

        Raises StoreError where there is no such stranger.
        """
        with self._database.write() as transaction:
            connection = transaction.connection
            if connection.execute(select(strangers.c.id).where(strangers.c.id == stranger)).first() is None:
                raise StoreError(f"There is no stranger {stranger} in the store (any more).")
            which = sightings.c.stranger == stranger
            number = len(connection.execute(select(sightings.c.id).where(which)).all())
            pictures = self._images.drop_unused(transaction, _delete_sightings(connection, which))
            delete_strangers(connection, [stranger])
            words = f"{number} sightings, {pictures} picture files"
            self._audit.write(connection, actor, "stranger.erase", str(stranger), words)
        scrub(self._database.engine)
        return number

    def _delete_rows(self, transaction: Transaction, person: str) -> int:
        """Delete every row of ``person`` and return how many pictures went with them."""
        connection = transaction.connection
        _forget_files(connection, person)
        shown = list(connection.execute(select(photos.c.image).where(photos.c.person == person)).scalars())
        former = list(connection.execute(select(strangers.c.id).where(strangers.c.person == person)).scalars())
        which = (sightings.c.person == person) | sightings.c.stranger.in_(former)
        connection.execute(delete(deliveries).where(deliveries.c.person == person))
        shown += _delete_sightings(connection, which)
        delete_strangers(connection, former)
        connection.execute(delete(people).where(people.c.id == person))
        return self._images.drop_unused(transaction, shown)


def _count(connection: Connection, table: Table, person: str) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(table.c.person == person)).scalar_one())


def _delete_sightings(connection: Connection, which: ColumnElement[bool]) -> list[str | None]:
    """Delete sightings and all that was made of them; return the names of their snapshots."""
    rows = connection.execute(select(sightings.c.id, sightings.c.image).where(which)).all()
    ours = select(sightings.c.id).where(which)
    connection.execute(delete(encounters).where(encounters.c.id.in_(ours)))
    connection.execute(delete(deliveries).where(deliveries.c.sighting.in_(ours)))
    connection.execute(delete(sightings).where(which))
    return [row.image for row in rows]


def _forget_files(connection: Connection, person: str) -> None:
    """Forget the paths of the person's files, which hold the name, but not that these files were there.

    What is left says that nobody needs to read them again.
    """
    folder = connection.execute(select(people.c.folder).where(people.c.id == person)).scalar()
    ours: ColumnElement[bool] = folder_files.c.photo.in_(select(photos.c.id).where(photos.c.person == person))
    if folder is not None:
        ours = or_(ours, folder_files.c.path.startswith(f"{folder}/", autoescape=True))
    connection.execute(update(folder_files).where(ours).values(path=None, photo=None, words="erased"))
