"""What the store gives and takes besides the nouns of ``rollcall.model``: frozen values, no rows of a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Embedding

__all__ = [
    "EmbeddingMatrix",
    "FolderFile",
    "FolderFileRecord",
    "MarkedEmbedding",
    "Mask",
    "ModelMark",
    "NewPerson",
    "NewPhoto",
    "Origin",
    "Page",
    "PersonChange",
    "PersonRecord",
    "PhotoRecord",
    "SightingFilter",
    "SightingRecord",
]

Origin = Literal["folder", "upload", "sighting", "stranger", "import"]
"""Where a photo came from."""

Mask: TypeAlias = tuple[tuple[float, float], ...]
"""A polygon in a camera's picture in which nobody is looked for: points x, y from 0 at its left and top edge to 1."""

T = TypeVar("T")
Owner = TypeVar("Owner", str, int)


@dataclass(frozen=True, slots=True)
class ModelMark:
    """What made an embedding; only embeddings of equal marks can be compared."""

    pack: str = field(compare=False)
    """Its name; the same model may lie in packs of several names."""
    model_hash: str
    """SHA-256 of the embedder's file, in hex."""
    alignment: str
    """Name of the template that faces were aligned to."""


@dataclass(frozen=True, slots=True, eq=False)
class MarkedEmbedding:
    """An embedding and what made it."""

    model: ModelMark
    vector: Embedding


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of the gallery's folder as it lies there."""

    path: str
    """Below the folder, with ``/``, such as ``Ada/1.jpg``."""
    stamp: str
    """Size and time of the last change: a file of the same stamp is not read again."""


@dataclass(frozen=True, slots=True)
class FolderFileRecord:
    """What became of a file of the gallery's folder."""

    key: str
    path: str | None
    """None where the person it showed was erased."""
    stamp: str
    photo: int | None
    """None where the file was refused, or its photo was removed by hand."""
    words: str
    """Why it was refused."""


@dataclass(frozen=True, slots=True, eq=False)
class NewPhoto:
    """A photo on its way into the gallery."""

    data: bytes
    """The file as given; it is kept so, and turned as its EXIF orientation says whenever it is read."""
    embedding: MarkedEmbedding | None = None
    origin: Origin = "upload"
    file: FolderFile | None = None
    """Where it lies in the gallery's folder, if it does."""


@dataclass(frozen=True, slots=True, eq=False)
class NewPerson:
    """Somebody on the way into the gallery."""

    name: str
    """Any script; two people may bear one."""
    notes: str = ""
    consent: str = ""
    tags: tuple[str, ...] = ()
    active: bool = True
    folder: str | None = None
    """The folder of the gallery whose files are this person's photos."""
    id: str | None = None
    """32 hex digits, as another store gave them; without them there will be new ones."""
    photos: tuple[NewPhoto, ...] = ()
    embeddings: tuple[MarkedEmbedding, ...] = ()
    """Those that have no photo."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is to change of a person; what is None stays."""

    name: str | None = None
    """In past sightings too."""
    notes: str | None = None
    consent: str | None = None
    tags: tuple[str, ...] | None = None
    active: bool | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody in the gallery, without photos and embeddings."""

    id: str
    name: str
    notes: str
    consent: str
    """On what ground this person's face is kept."""
    tags: tuple[str, ...]
    active: bool
    """Whether this person is looked for."""
    folder: str | None
    """The folder of the gallery that this person mirrors."""
    added: float
    """Unix seconds."""
    photos: int
    """Number of photos."""
    portrait: int | None
    """Number of the first photo, by which lists show the person."""
    last_seen: float | None
    """When the newest sighting ended, Unix seconds."""


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """One photo of one person."""

    id: int
    person: str
    image: str
    """Name in the image folder, see ``ImageFolder``."""
    origin: Origin
    added: float


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingMatrix(Generic[Owner]):
    """Every embedding of one model, as a search index takes them."""

    ids: NDArray[np.int64]
    """(N,) numbers of the embeddings, ascending; none is ever given twice."""
    owners: tuple[Owner, ...]
    """(N,) id of the person, or number of the stranger, of each."""
    vectors: NDArray[np.float32]
    """(N, D)."""


@dataclass(frozen=True, slots=True)
class SightingFilter:
    """Which sightings; every part that is given must hold."""

    camera: str | None = None
    person: str | None = None
    stranger: int | None = None
    known: bool | None = None
    """True for people with a name, False for strangers."""
    since: float | None = None
    """Only stays that ended at or after this time, Unix seconds."""
    until: float | None = None
    """Only stays that began before this time."""


@dataclass(frozen=True, slots=True)
class SightingRecord:
    """A sighting as it stands in the store: its snapshot by name."""

    id: int
    camera: str
    track: int
    start: float
    end: float
    person: str | None
    stranger: int | None
    name: str | None
    score: float | None
    reason: str
    image: str | None
    said: bool
    """Whether a user said who it is, or is not."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a longer list."""

    items: Sequence[T]
    next: str | None
    """Give this as ``after`` for the page that follows; None on the last page."""
