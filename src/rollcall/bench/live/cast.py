"""Who walks before the cameras: one photo of each person is played, the others are the gallery."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rollcall.bench.vision.pictures import pictures_in
from rollcall.errors import ConfigError
from rollcall.identity import check_photo
from rollcall.model import Box, Face, Image
from rollcall.vision import ModelPack, read_image

__all__ = ["Actor", "choose_cast", "lay_gallery"]

_GALLERY_PHOTOS = 1
_SURE = 0.55
"""Cosine: well above any threshold that a gallery of this size asks for."""


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """One person of the scene."""

    name: str
    photo: Image
    """What walks before the camera."""
    face: Box
    """Of the only face in the photo, in its pixels."""
    gallery: tuple[Path, ...]
    """Other photos of the same person."""


def choose_cast(folder: Path, pack: ModelPack, count: int) -> tuple[Actor, ...]:
    """Return the first people of ``folder``, one folder of photos each, whom the models know by their second photo.

    What the models do not know, no system names in time: how often that is, ``rollcall bench lfw`` measures. Raises
    ConfigError where there are fewer than ``count``.
    """
    chosen = tuple(islice(_actors(sorted(folder.glob("*/")), pack), count))
    if len(chosen) < count:
        raise ConfigError(f"'{folder}' must hold {count} people with two photos of one face; it holds {len(chosen)}.")
    return chosen


def lay_gallery(cast: Iterable[Actor], folder: Path) -> None:
    """Lay the photos that are not played at ``folder/<name>/``."""
    for actor in cast:
        (folder / actor.name).mkdir(parents=True)
        for photo in actor.gallery:
            shutil.copy(photo, folder / actor.name)


def _actors(folders: Iterable[Path], pack: ModelPack) -> Iterator[Actor]:
    for folder in folders:
        photos = pictures_in(folder)[: 1 + _GALLERY_PHOTOS]
        if len(photos) < 2:
            continue
        played = read_image(photos[0])
        face = _only_face(played, pack)
        # A photo that enrolment refuses would leave the person out.
        others = [check_photo(read_image(photo), pack).face for photo in photos[1:]]
        if face is not None and all(_is_known(face, other) for other in others):
            yield Actor(folder.name, played, face.box, tuple(photos[1:]))


def _only_face(image: Image, pack: ModelPack) -> Face | None:
    faces = pack.detector.detect(image)
    return pack.embedder.embed(image, faces)[0] if len(faces) == 1 else None


def _is_known(face: Face, other: Face | None) -> bool:
    if face.embedding is None or other is None or other.embedding is None:
        return False
    return float(face.embedding @ other.embedding) >= _SURE
