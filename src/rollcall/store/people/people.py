"""The people of the gallery and their photos."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from rollcall.errors import StoreError
from rollcall.store.database import Database, Transaction
from rollcall.store.database.paging import MAX_PAGE
from rollcall.store.database.schema import people, person_tags, photos, sightings, strangers
from rollcall.store.files.images import Images
from rollcall.store.people.embeddings import Embeddings
from rollcall.store.people.folder_files import note_file
from rollcall.store.people.merging import PeopleMerge, merge_people
from rollcall.store.people.names import checked_name, sort_name
from rollcall.store.people.person_order import PersonOrder, in_order, place_of
from rollcall.store.people.person_rows import holding, records_of, require_person, select_people, tag_person
from rollcall.store.people.unmerging import unmerge_people
from rollcall.store.records import MarkedEmbedding, NewPerson, NewPhoto, Page, PersonChange, PersonRecord, PhotoRecord
from rollcall.store.sightings.reasons import replace_name

__all__ = ["People"]


class People:
    """The people of the store; each call is one short transaction, so there is never half a person."""

    def __init__(self, database: Database, images: Images, embeddings: Embeddings, clock: Callable[[], float]) -> None:
        self._database = database
        self._images = images
        self._embeddings = embeddings
        self._clock = clock

    def add(
        self,
        name: str,
        photos: Iterable[NewPhoto] = (),
        *,
        embeddings: Iterable[MarkedEmbedding] = (),
        notes: str = "",
        consent: str = "",
        tags: Iterable[str] = (),
        active: bool = True,
        folder: str | None = None,
    ) -> str:
        """Add a person with photos, and embeddings that have no photo, and return the person's id; see ``NewPerson``.

        Raises StoreError for a name that cannot be one, ImageError for a photo that is no picture.
        """
        person = NewPerson(
            name, notes, consent, tuple(tags), active, folder, photos=tuple(photos), embeddings=tuple(embeddings)
        )
        return self.add_all([person])[0]

    def add_all(self, added: Iterable[NewPerson]) -> tuple[str, ...]:
        """Add people in one transaction, all or none of them, and return their ids.

        Raises StoreError for a name or an id that cannot be one, ImageError for a photo that is no picture.
        """
        with self._database.write() as transaction:
            return tuple(self._add(transaction, person) for person in added)

    def add_photo(self, person: str, photo: NewPhoto) -> int:
        """Add a photo to a person and return its number.

        Raises StoreError where there is no such person, or where this person has the same photo already.
        """
        with self._database.write() as transaction:
            require_person(transaction.connection, person)
            return self._add_photo(transaction, person, photo)

    def remove_photo(self, photo: int) -> None:
        """Remove a photo and its embeddings; one that is not there is no error."""
        with self._database.write() as transaction:
            gone = transaction.connection.execute(select(photos.c.image).where(photos.c.id == photo)).scalars().all()
            transaction.connection.execute(delete(photos).where(photos.c.id == photo))
            self._images.drop_unused(transaction, gone)

    def edit(self, person: str, change: PersonChange) -> None:
        """Change what is given and leave the rest. Raises StoreError where there is no such person."""
        given = {"notes": change.notes, "consent": change.consent, "active": change.active, "folder": change.folder}
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
        if change.name is not None:
            values |= {"name": checked_name(change.name), "sort_name": sort_name(checked_name(change.name))}
        with self._database.write() as transaction:
            connection = transaction.connection
            before = require_person(connection, person)
            if values:
                connection.execute(update(people).where(people.c.id == person).values(values))
            if change.name is not None:
                connection.execute(update(sightings).where(sightings.c.person == person).values(name=values["name"]))
                replace_name(connection, before.name, values["name"])
            if change.tags is not None:
                connection.execute(delete(person_tags).where(person_tags.c.person == person))
                tag_person(connection, person, change.tags)

    def rename(self, person: str, name: str) -> None:
        """Give a person another name, in past sightings too."""
        self.edit(person, PersonChange(name=name))

    def merge(self, person: str, duplicate: str) -> PeopleMerge:
        """Move everything of ``duplicate`` to ``person``, whose name, notes and tags stay, and remove ``duplicate``.

        Return what takes it back.
        """
        with self._database.write() as transaction:
            return merge_people(transaction.connection, person, duplicate)

    def unmerge(self, merge: PeopleMerge) -> None:
        """Take back ``merge``. Raises StoreError where the person who stayed is not there any more."""
        with self._database.write() as transaction:
            unmerge_people(transaction.connection, merge)

    def remove(self, person: str) -> None:
        """Take a person off the gallery, photos and embeddings too; past sightings keep the name (``erase`` does not).

        Raises StoreError where there is no such person.
        """
        with self._database.write() as transaction:
            require_person(transaction.connection, person)
            self.delete(transaction, person)

    def delete(self, transaction: Transaction, person: str) -> None:
        """Remove a person in the caller's transaction."""
        connection = transaction.connection
        shown = connection.execute(select(photos.c.image).where(photos.c.person == person)).scalars().all()
        # Not a stranger again: the past keeps the name.
        connection.execute(delete(strangers).where(strangers.c.person == person))
        connection.execute(delete(people).where(people.c.id == person))
        self._images.drop_unused(transaction, shown)

    def get(self, person: str) -> PersonRecord:
        """Return one person. Raises StoreError where there is none of this id."""
        for record in self._all(people.c.id == person):
            return record
        raise StoreError(f"There is no person '{person}' in the store (any more).")

    def find(self, name: str) -> PersonRecord:
        """Return the one person with this name, or this id, letter case aside.

        Raises StoreError where there is none, or more than one: then an id tells them apart.
        """
        found = self.matching(name)
        if not found:
            raise StoreError(f"There is nobody called '{name}'. 'rollcall people list' shows all.")
        if len(found) > 1:
            ids = ", ".join(person.id for person in found[:_SHOWN_NAMESAKES])
            raise StoreError(f"{len(found)} people are called '{name}'; give the id instead of the name: {ids}.")
        return found[0]

    def matching(self, name: str) -> tuple[PersonRecord, ...]:
        """Return everybody with this name, or this id, letter case aside."""
        return self._all((people.c.sort_name == sort_name(name.strip())) | (people.c.id == name))

    def in_folder(self, folder: str) -> PersonRecord | None:
        """Return the person whose photos lie in this folder of the gallery, or None."""
        return next(iter(self._all(people.c.folder == folder)), None)

    def namesakes(self, name: str) -> tuple[PersonRecord, ...]:
        """Return everybody with this name, letter case aside; none is no error."""
        return self._all(people.c.sort_name == sort_name(name.strip()))

    def names(self, ids: Collection[str]) -> dict[str, str]:
        """Return the names of those among ``ids``, at most ``MAX_PAGE``, who are in the store."""
        with self._database.read() as connection:
            rows = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
            return {row.id: row.name for row in rows}

    def tags(self) -> frozenset[str]:
        """Return every tag that somebody has."""
        with self._database.read() as connection:
            return frozenset(connection.execute(select(person_tags.c.tag).distinct()).scalars())

    def photos(self, person: str) -> tuple[PhotoRecord, ...]:
        """Return the photos of a person, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(photos).where(photos.c.person == person).order_by(photos.c.id))
            return tuple(PhotoRecord(**row._mapping) for row in rows)

    def page(
        self,
        *,
        text: str = "",
        tag: str | None = None,
        active: bool | None = None,
        order: PersonOrder = PersonOrder.NAME,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[PersonRecord]:
        """Return people in that order, those whose name holds ``text``. ``after``: ``next`` of the page before."""
        limit = min(limit, MAX_PAGE)
        query = in_order(select_people().where(*holding(text, tag, active)), order, after).limit(limit + 1)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            found = records_of(connection, rows[:limit])
        return Page(found, place_of(rows[limit - 1], order) if len(rows) > limit else None)

    def count(self, *, text: str = "", tag: str | None = None, active: bool | None = None) -> int:
        """Return how many people match."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(people).where(*holding(text, tag, active))
            return int(connection.execute(query).scalar_one())

    def _add(self, transaction: Transaction, added: NewPerson) -> str:
        connection = transaction.connection
        person = uuid.uuid4().hex if added.id is None else _checked_id(added.id)
        name = checked_name(added.name)
        connection.execute(
            insert(people).values(
                id=person,
                name=name,
                sort_name=sort_name(name),
                notes=added.notes,
                consent=added.consent,
                active=added.active,
                folder=added.folder,
                added=self._clock(),
            )
        )
        tag_person(connection, person, added.tags)
        self._embeddings.insert(connection, person, None, added.embeddings)
        for photo in added.photos:
            self._add_photo(transaction, person, photo)
        return person

    def _add_photo(self, transaction: Transaction, person: str, photo: NewPhoto) -> int:
        connection = transaction.connection
        image = self._images.keep(transaction, photo.data)
        same = select(photos.c.id).where(photos.c.person == person, photos.c.image == image)
        if connection.execute(same).first() is not None:
            raise StoreError("This person has the same photo already.")
        values = {"person": person, "image": image, "origin": photo.origin, "added": self._clock()}
        number = connection.execute(insert(photos).values(values).returning(photos.c.id)).scalar_one()
        if photo.embedding is not None:
            self._embeddings.insert(connection, person, number, [photo.embedding])
        if photo.file is not None:
            note_file(connection, photo.file, photo=number)
        return int(number)

    def _all(self, which: ColumnElement[bool]) -> tuple[PersonRecord, ...]:
        with self._database.read() as connection:
            query = select_people().where(which).order_by(people.c.added, people.c.id)
            return tuple(records_of(connection, connection.execute(query).all()))


_SHOWN_NAMESAKES = 5
_ID = re.compile("[0-9a-f]{32}")


def _checked_id(person: str) -> str:
    if not _ID.fullmatch(person):
        raise StoreError(f"'{person[:40]}' is no id of a person: 32 hex digits are wanted.")
    return person
