"""The register: the people of the store and of the gallery, changed together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ImageError, StoreError
from rollcall.identity import Gallery, PhotoCheck, PhotoFault, check_photo
from rollcall.model import Embedding, Image, Person
from rollcall.service.people.kept_index import open_index
from rollcall.service.people.picture_questions import read_bounded
from rollcall.service.recent_changes import RecentChanges
from rollcall.store import MarkedEmbedding, ModelMark, NewPhoto, PeopleMerge, PersonChange, PersonRecord, Store
from rollcall.vision import ModelPack

__all__ = ["MAX_PIXELS", "PhotoAnswer", "Register", "mark_of"]

MAX_PIXELS = 50_000_000
"""A photo of more is refused: nobody is told better by it, and it takes 150 MB to look at."""

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class PhotoAnswer:
    """What came of one photo, in plain words."""

    words: str
    photo: int | None = None
    """Its number; None where it was refused."""
    fault: str | None = None
    """Why it was refused: a ``PhotoFault``, or ``duplicate``."""
    looks_like: str | None = None
    """Name of somebody else in the gallery whom the face looks like: perhaps the same person under two names."""


class Register:
    """Adds, changes and removes people so that the cameras know of it at once; any thread may use it.

    The store is written first: what it refuses does not reach the gallery.
    """

    def __init__(self, store: Store, gallery: Gallery, pack: ModelPack, mark: ModelMark, threshold: float) -> None:
        """``mark``: what embeddings by ``pack`` are kept under; ``threshold``: in the gallery's metric."""
        self._store = store
        self._gallery = gallery
        self._pack = pack
        self._mark = mark
        self._threshold = gallery.metric.to_closeness(threshold)
        self._turn = threading.Lock()
        self._after_erasure: list[Callable[[], None]] = []
        self._naming = threading.Lock()
        self._merging = threading.Lock()
        self._merges = RecentChanges[str, PeopleMerge]()

    def follow(self, threshold: float) -> None:
        """Take two faces for alike from ``threshold`` on, in the gallery's metric."""
        self._threshold = self._gallery.metric.to_closeness(threshold)

    def load(self) -> None:
        """Take everybody of the store into the gallery, in place of who was in it, and what users said of them."""
        matrix = self._store.embeddings.of_model(self._mark)
        places: dict[str, list[int]] = {}
        for place, owner in enumerate(matrix.owners):
            places.setdefault(owner, []).append(place)
        known = [record for record in self._everybody() if record.id in places]
        people = [_person(record, matrix.vectors[places[record.id]]) for record in known]
        if people:
            rows = {person.id: matrix.ids[places[person.id]] for person in people}
            self._gallery.adopt(people, rows, open_index(self._store, self._mark, self._gallery.metric, matrix))
        else:
            self._gallery.replace(())
        self._load_rejections()

    def add(self, name: str, *, notes: str = "", consent: str = "", tags: Iterable[str] = ()) -> PersonRecord:
        """Add a person without photos. Raises StoreError for a name that cannot be one."""
        return self._store.people.get(self._store.people.add(name, notes=notes, consent=consent, tags=tags))

    def named(self, name: str) -> PersonRecord:
        """Return the person of that name, added where there is none. Raises StoreError for several namesakes."""
        with self._naming:
            alike = self._store.people.namesakes(name)
            return self._store.people.find(name) if alike else self.add(name)

    def whom(self, person: str | None, name: str | None) -> PersonRecord:
        """Return somebody by id, or else by name, as ``named`` does. Raises StoreError."""
        return self._store.people.get(person) if person is not None else self.named(name or "")

    def add_photo(self, person: str, data: bytes) -> PhotoAnswer:
        """Add a photo where it can stand for ``person``, and say what came of it.

        Raises StoreError where there is no such person; a bad photo is an answer, not an error.
        """
        self._store.people.get(person)
        try:
            image = read_bounded(data, MAX_PIXELS)
        except ImageError as error:
            return PhotoAnswer(str(error), fault=PhotoFault.UNREADABLE)
        return self._keep(person, data, self.check(image))

    def check(self, image: Image) -> PhotoCheck:
        """Return whether a photo can stand for anybody, before it is said for whom."""
        return check_photo(image, self._pack)

    def add_checked_photo(self, person: str, data: bytes, check: PhotoCheck) -> PhotoAnswer:
        """Add a photo that ``check`` found fit. Raises StoreError where there is no such person."""
        return self._keep(person, data, check)

    def remove_photo(self, photo: int) -> None:
        """Remove a photo and what was learned from it. Raises StoreError where there is none of this number."""
        record = self._store.photos.get(photo)
        self._store.people.remove_photo(photo)
        self.refresh(record.person)

    def edit(self, person: str, change: PersonChange) -> PersonRecord:
        """Change what is given, a name in past sightings too. Raises StoreError where there is no such person."""
        self._store.people.edit(person, change)
        self.refresh(person)
        return self._store.people.get(person)

    def merge(self, person: str, duplicate: str) -> PersonRecord:
        """Make one person of two: ``person`` stays and gets everything of ``duplicate``. Raises StoreError."""
        with self._merging:
            self._merges.keep(duplicate, self._store.people.merge(person, duplicate))
        self.refresh(person)
        self.leave(duplicate)
        return self._store.people.get(person)

    def unmerge(self, person: str, duplicate: str) -> PersonRecord:
        """Take back ``merge``: the duplicate is there again, with all that it had, and is returned.

        What was said singly of a sighting since then stays as it is, and so do sightings since then. Raises StoreError
        where the merge is not one of the newest since the start.
        """
        with self._merging:
            merge = self._merges.find(duplicate)
            if merge is None or merge.person != person:
                raise StoreError(
                    "That these two people are one cannot be taken back at once (any more); add the other one anew."
                )
            self._store.people.unmerge(merge)
            self._merges.forget(duplicate)
        self.refresh(duplicate)
        self.refresh(person)
        return self._store.people.get(duplicate)

    def remove(self, person: str) -> None:
        """Take a person off the gallery; past sightings keep the name. Raises StoreError where there is none."""
        self._store.people.remove(person)
        self.leave(person)
        self._forget_merges(person)

    def erase(self, person: str, actor: str) -> None:
        """Leave nothing of a person: no photo, no sighting, no name. Raises StoreError where there is none."""
        # First off the gallery, so that no new sighting brings the name back.
        self.leave(person)
        try:
            self._store.erase(person, actor)
        except StoreError:
            with suppress(StoreError):
                self.refresh(person)
            raise
        self.leave(person)
        with self._merging:
            # Of anybody's merge: the words of sightings that it keeps may name who was erased.
            self._merges.forget_all()
        # Among what was said not to be others there were faces of this person.
        self._load_rejections()
        for follow in self._after_erasure:
            follow()

    def when_erased(self, follow: Callable[[], None]) -> None:
        """Call ``follow`` after every erasure, so that nothing of the person stays elsewhere."""
        self._after_erasure.append(follow)

    def look_alike(self, person: str, embedding: Embedding) -> str | None:
        """Return the name of somebody else whom the face would be taken for."""
        for match in self._gallery.match(embedding, 2):
            if match.person.id != person and match.closeness >= self._threshold:
                return match.person.name
        return None

    def refresh(self, person: str) -> None:
        """Bring the gallery's person to what the store has, after a change of the store alone."""
        with self._turn:
            record = self._store.people.get(person)
            if record.active:
                self._gallery.put(_person(record, self._store.embeddings.of_person(person, self._mark)))
                self._gallery.reject(person, self._store.namings.rejections(self._mark, person).vectors)
            else:
                self._gallery.remove(person)

    def leave(self, person: str) -> None:
        """Take somebody off the gallery whom the store has no more, or not for long."""
        # In turn, so that a change that began before does not put the person back.
        with self._turn:
            self._gallery.remove(person)

    def _forget_merges(self, person: str) -> None:
        """Keep nothing of who is gone, nor of those who became a part of them before."""
        with self._merging:
            gone = {person}
            for merge in reversed(self._merges.all):
                if merge.person in gone:
                    gone.add(merge.duplicate)
            self._merges.keep_those(lambda merge: merge.person not in gone)

    def _keep(self, person: str, data: bytes, check: PhotoCheck) -> PhotoAnswer:
        if check.face is None or check.face.embedding is None:
            return PhotoAnswer(check.words, fault=check.fault)
        embedding = check.face.embedding
        other = self.look_alike(person, embedding)
        try:
            number = self._store.people.add_photo(person, NewPhoto(data, MarkedEmbedding(self._mark, embedding)))
        except StoreError as error:
            if error.__cause__ is not None:
                raise
            return PhotoAnswer(str(error), fault="duplicate")
        self.refresh(person)
        words = f"taken, but looks like {other}; the same person under two names?" if other else "taken"
        return PhotoAnswer(words, photo=number, looks_like=other)

    def _load_rejections(self) -> None:
        """Take into the gallery what is known not to be whose."""
        matrix = self._store.namings.rejections(self._mark)
        owners = np.array(matrix.owners)
        self._gallery.reject_only({person: matrix.vectors[owners == person] for person in set(matrix.owners)})

    def _everybody(self) -> Iterator[PersonRecord]:
        page = self._store.people.page(active=True, limit=_PAGE)
        yield from page.items
        while page.next is not None:
            page = self._store.people.page(active=True, limit=_PAGE, after=page.next)
            yield from page.items


def _person(record: PersonRecord, embeddings: NDArray[np.float32]) -> Person:
    return Person(record.id, record.name, embeddings, notes=record.notes)


def mark_of(pack: ModelPack) -> ModelMark:
    """Return what embeddings by ``pack`` are kept under."""
    return ModelMark(pack.name, pack.model_hash, pack.alignment)
