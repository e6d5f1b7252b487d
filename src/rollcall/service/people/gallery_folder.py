"""The gallery's folder and the store, kept alike: a file that is added is enrolled, one that is removed is removed.

A file is looked at once: its size and time of change tell whether it is still the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rollcall.errors import EnrolmentError, RollcallError, StoreError
from rollcall.identity.enrolment.folder import list_photos
from rollcall.model import Embedding
from rollcall.service.people.picture_questions import read_bounded
from rollcall.service.people.register import MAX_PIXELS, Register
from rollcall.store import FolderFile, FolderFileRecord, MarkedEmbedding, ModelMark, NewPhoto, PersonChange, Store
from rollcall.store.people.folder_files import file_key

__all__ = ["FileOutcome", "FolderChanges", "FoundFile", "GalleryFolder", "compare"]

_THEY_STAY = "Whoever was enrolled from there stays; 'rollcall people remove' removes them."


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A photo in the folder."""

    person: str
    """Name of the person it shows."""
    location: Path
    file: FolderFile


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What has changed in the folder since it was last looked at."""

    new: tuple[FoundFile, ...]
    """Files that were not there, or have other contents now."""
    gone: tuple[FolderFileRecord, ...]
    """What became of files that are not there any more, or have other contents now."""

    def __len__(self) -> int:
        return len(self.new) + len(self.gone)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What came of one file."""

    path: str
    person: str
    """Name of the person it stands for."""
    taken: bool
    words: str


def compare(found: Mapping[str, FoundFile], known: Mapping[str, FolderFileRecord]) -> FolderChanges:
    """Return what has changed, by the keys of the files."""
    changed = {key for key, file in found.items() if key in known and known[key].stamp != file.file.stamp}
    new = tuple(file for key, file in found.items() if key not in known or key in changed)
    gone = tuple(record for key, record in known.items() if key not in found or key in changed)
    return FolderChanges(new, gone)


class GalleryFolder:
    """The folder ``gallery/<name>/*.jpg`` as the source of people in the store; one thread at a time may use it."""

    def __init__(self, folder: Path, store: Store, register: Register, mark: ModelMark) -> None:
        """``mark``: what embeddings by the register's models are kept under."""
        self.folder = folder
        self._store = store
        self._register = register
        self._mark = mark

    def changes(self) -> FolderChanges:
        """Look at the folder and return what has changed.

        Raises EnrolmentError where it cannot be read, and where it is empty, or a link in it leads nowhere, though
        people were enrolled from there: a drive that is not mounted must not remove anybody.
        """
        try:
            found = {file_key(each.file.path): each for each in self._find()}
        except EnrolmentError as error:
            raise EnrolmentError(f"{error} {_THEY_STAY}") from None
        changes = compare(found, self._store.folder_files.all())
        enrolled = [record for record in changes.gone if record.photo is not None]
        if not found and enrolled:
            raise EnrolmentError(f"The gallery '{self.folder}' is empty. {_THEY_STAY}")
        for link in {self.folder / record.path.split("/", 1)[0] for record in enrolled if record.path}:
            if link.is_symlink() and not link.exists():
                raise EnrolmentError(f"The link '{link}' of the gallery leads nowhere. {_THEY_STAY}")
        return changes

    def apply(self, changes: FolderChanges) -> Iterator[FileOutcome]:
        """Bring the store to what the folder holds, a file a step; each is done, or not begun, whenever it ends."""
        for record in changes.gone:
            self._remove(record)
        for found in changes.new:
            taken, words = self._take(found)
            yield FileOutcome(found.file.path, found.person, taken, words)

    def _take(self, found: FoundFile) -> tuple[bool, str]:
        """Enrol one file and remember what became of it."""
        try:
            data = found.location.read_bytes()
        except OSError as error:
            # Removed or locked just now: whoever does that is not done yet, and it will be looked at again.
            return False, f"cannot be read: {error.strerror}"
        try:
            check = self._register.check(read_bounded(data, MAX_PIXELS))
            if check.face is None or check.face.embedding is None:
                raise EnrolmentError(check.words)
            return True, self._keep(found, data, check.face.embedding)
        except RollcallError as error:
            if self._store.trouble is None:
                self._store.folder_files.refuse(found.file, str(error))
            return False, str(error)

    def _keep(self, found: FoundFile, data: bytes, embedding: Embedding) -> str:
        """Keep a photo with its person, who is added with it where there is none. Raises StoreError."""
        people = self._store.people
        photo = NewPhoto(data, MarkedEmbedding(self._mark, embedding), "folder", found.file)
        person = self._person(found.person)
        other = self._register.look_alike(person or "", embedding)
        if person is None:
            person = people.add(found.person, [photo], folder=found.person)
        else:
            people.add_photo(person, photo)
        self._register.refresh(person)
        return f"enrolled, but looks like {other}; the same person under two names?" if other else "enrolled"

    def _person(self, name: str) -> str | None:
        """Return the person of the folder called ``name``: the one it made, or the only one of that name."""
        people = self._store.people
        person = people.in_folder(name)
        if person is not None:
            return person.id
        alike = people.namesakes(name)
        if len(alike) == 1 and alike[0].folder is None:
            people.edit(alike[0].id, PersonChange(folder=name))
            return alike[0].id
        return None

    def _remove(self, record: FolderFileRecord) -> None:
        """Remove the photo of a file that is gone, and with the last one the person."""
        if record.photo is not None:
            with suppress(StoreError):  # removed by hand meanwhile
                person = self._store.photos.get(record.photo).person
                self._register.remove_photo(record.photo)
                left = self._store.people.get(person)
                if left.folder is not None and not left.photos:
                    self._register.remove(person)
        self._store.folder_files.forget([record.key])

    def _find(self) -> Iterator[FoundFile]:
        for person, location in list_photos(self.folder):
            try:
                status = location.stat()
            except FileNotFoundError:
                continue  # removed just now
            except OSError as error:
                raise EnrolmentError(f"The photo '{location}' cannot be read: {error.strerror}.") from None
            path = location.relative_to(self.folder).as_posix()
            # A name that is no UTF-8 is kept readable rather than exact.
            readable = os.fsencode(path).decode("utf-8", "replace")
            yield FoundFile(person, location, FolderFile(readable, f"{status.st_size}:{status.st_mtime_ns}"))
