"""Labelled portraits as embeddings: one row a photo, seen as in a live frame and as at enrolment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ConfigError
from rollcall.identity.enrolment.photo_embedding import embed_photo
from rollcall.identity.face_weight import weigh
from rollcall.model import Face, Image
from rollcall.vision import ModelPack, read_image

__all__ = ["Portraits", "list_portraits", "read_portraits"]

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True, slots=True, eq=False)
class Portraits:
    """Photos of people, each with the face nearest to its centre."""

    names: tuple[str, ...]
    """Of the people."""
    people: NDArray[np.intp]
    """(N,) whose photo each is, as a place in ``names``."""
    live: NDArray[np.float32]
    """(N, D) embeddings as of a face in a live frame: one view."""
    enrolled: NDArray[np.float32]
    """(N, D) embeddings as at enrolment."""
    weights: NDArray[np.float32]
    """(N,) what each face weighs."""
    files: tuple[Path, ...]
    """(N,) the photos themselves."""
    faceless: tuple[str, ...]
    """Photos in which no face was found."""

    @property
    def counts(self) -> NDArray[np.intp]:
        """(P,) photos a person."""
        return np.bincount(self.people, minlength=len(self.names))

    def renamed(self, names: Sequence[str]) -> Portraits:
        """Return the same photos under other labels, a name a photo."""
        people = tuple(dict.fromkeys(names))
        place = {name: number for number, name in enumerate(people)}
        return replace(self, names=people, people=np.array([place[name] for name in names], np.intp))

    def photos_of(self, person: int) -> NDArray[np.intp]:
        """Return the rows of one person's photos."""
        return np.flatnonzero(self.people == person)


def list_portraits(folder: Path) -> list[tuple[str, Path]]:
    """Return name and photo of everybody in ``folder``: folders named after people, as LFW has them.

    Raises:
        ConfigError: there is nothing of the kind.

    """
    images = folder / "images" if (folder / "images").is_dir() else folder
    found = [
        (person.name, photo)
        for person in sorted(path for path in images.iterdir() if path.is_dir())
        for photo in sorted(person.iterdir())
        if photo.suffix.lower() in _SUFFIXES
    ] if images.is_dir() else []  # fmt: skip
    if not found:
        raise ConfigError(f"'{folder}' holds no portraits: one folder of photos a person is wanted, as in LFW.")
    return found


def read_portraits(folder: Path, pack: ModelPack) -> Portraits:
    """Return the embeddings of all portraits in ``folder``, showing a progress bar."""
    photos = list_portraits(folder)
    names = tuple(dict.fromkeys(name for name, _ in photos))
    with click.progressbar(photos, label="Embedding portraits", item_show_func=_shown) as bar:
        rows = list(_rows(bar, pack))
    seen = [(name, path, row) for (name, path), row in zip(photos, rows, strict=True) if row is not None]
    place = {name: number for number, name in enumerate(names)}
    return Portraits(
        names,
        np.array([place[name] for name, _, _ in seen], np.intp),
        np.stack([row[0] for _, _, row in seen]),
        np.stack([row[1] for _, _, row in seen]),
        np.array([row[2] for _, _, row in seen], np.float32),
        tuple(path for _, path, _ in seen),
        tuple(str(path) for (_, path), row in zip(photos, rows, strict=True) if row is None),
    )


def _shown(item: tuple[str, Path] | None) -> str | None:
    return item[0] if item else None


def _rows(
    photos: Iterator[tuple[str, Path]], pack: ModelPack
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32], float] | None]:
    for _, path in photos:
        image = read_image(path)
        face = _central_face(image, pack)
        if face is None:
            yield None
            continue
        live = pack.embedder.embed(image, [face])[0].embedding
        enrolled = embed_photo(image, face, pack)
        yield None if live is None or enrolled is None else (live, enrolled, weigh(face))


def _central_face(image: Image, pack: ModelPack) -> Face | None:
    """Return the face nearest to the photo's centre: LFW's photos are cut out around the person they are named for."""
    centre = np.array(image.shape[1::-1], np.float32) / 2
    faces = pack.detector.detect(image)
    return min(
        faces, key=lambda face: float(np.linalg.norm(face.box.reshape(2, 2).mean(axis=0) - centre)), default=None
    )
