"""A gallery as a folder of photos: ``gallery/<name>/*.jpg``, one to many photos a person."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rollcall.errors import EnrolmentError, ImageError
from rollcall.identity.enrolment.photo_check import PhotoCheck, PhotoFault, check_photo
from rollcall.identity.enrolment.photo_embedding import FaceModels
from rollcall.model import Person
from rollcall.vision import read_image

__all__ = ["FolderEnrolment", "PhotoReport", "check_folder", "enrol_folder", "list_photos", "people_of"]

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})


@dataclass(frozen=True, slots=True, eq=False)
class PhotoReport:
    """What came of one photo of the folder."""

    person: str
    """Name of the person it stands for."""
    path: Path
    check: PhotoCheck


@dataclass(frozen=True, slots=True, eq=False)
class FolderEnrolment:
    """What came of a whole folder."""

    people: tuple[Person, ...]
    """Those with at least one fit photo."""
    refused: tuple[PhotoReport, ...]
    """The photos that cannot stand for anybody, each with its reason in plain words."""
    left_out: tuple[str, ...]
    """Names of people without a single fit photo."""


def list_photos(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Return name and path of every photo: the name is that of its folder, or of the file for one that lies loose.

    Raises:
        EnrolmentError: ``folder`` is no folder that can be read.

    """
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        loose = [(entry.stem, entry) for entry in entries if _is_photo(entry)]
        kept = [(entry.name, photo) for entry in entries if stat.S_ISDIR(_mode(entry)) for photo in _photos_in(entry)]
    except OSError as error:
        raise EnrolmentError(f"The gallery '{folder}' cannot be read: {error.strerror}.") from None
    # macOS writes Hangul file names decomposed; one name must be one text wherever it came from.
    return tuple((unicodedata.normalize("NFC", name), path) for name, path in [*kept, *loose])


def check_folder(folder: Path, models: FaceModels) -> Iterator[PhotoReport]:
    """Check the photos of ``folder`` one after the other; a bad photo is a report, never an exception."""
    for name, path in list_photos(folder):
        yield PhotoReport(name, path, _check_file(path, models))


def enrol_folder(folder: Path, models: FaceModels) -> FolderEnrolment:
    """Return the people of a folder, and what could not be used."""
    reports = tuple(check_folder(folder, models))
    people = people_of(reports)
    enrolled = {person.name for person in people}
    refused = tuple(report for report in reports if report.check.fault is not None)
    return FolderEnrolment(people, refused, tuple(dict.fromkeys(r.person for r in refused if r.person not in enrolled)))


def people_of(reports: Iterable[PhotoReport]) -> tuple[Person, ...]:
    """Return everybody of whom there is at least one fit photo."""
    fit: dict[str, list[PhotoReport]] = {}
    for report in reports:
        if report.check.face is not None:
            fit.setdefault(report.person, []).append(report)
    return tuple(_person(name, photos) for name, photos in fit.items())


def _person(name: str, photos: list[PhotoReport]) -> Person:
    rows = [photo.check.face.embedding for photo in photos if photo.check.face is not None]
    embeddings = np.stack([row for row in rows if row is not None])
    return Person(name, name, embeddings, tuple(str(photo.path) for photo in photos))


def _check_file(path: Path, models: FaceModels) -> PhotoCheck:
    try:
        return check_photo(read_image(path), models)
    except ImageError as error:
        return PhotoCheck(str(error), fault=PhotoFault.UNREADABLE)


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    """Return what kind of file it is, 0 where there is none. Raises OSError where a drive does not answer.

    ``is_file`` and ``is_dir`` say no to that from Python 3.13 on, and everybody there would pass for removed.
    """
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _photos_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and _is_photo(path))
