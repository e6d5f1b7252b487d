"""What the store gives and takes besides the nouns of ``rollcall.model``: frozen values, no rows of a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Embedding

__all__ = [
    "EmbeddingMatrix",
    "MarkedEmbedding",
    "ModelMark",
    "NewPhoto",
    "Origin",
    "Page",
    "PersonRecord",
    "PhotoRecord",
    "SightingFilter",
    "SightingRecord",
]

Origin = Literal["folder", "upload", "sighting", "stranger", "import"]
"""Where a photo came from."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModelMark:
    """What made an embedding; only embeddings of equal marks can be compared."""

    pack: str
    model_hash: str
    """SHA-256 of the embedder's file, in hex."""
    alignment: str
    """Name of the template that faces were aligned to."""


@dataclass(frozen=True, slots=True, eq=False)
class MarkedEmbedding:
    """An embedding and what made it."""

    model: ModelMark
    vector: Embedding


@dataclass(frozen=True, slots=True, eq=False)
class NewPhoto:
    """A photo on its way into the gallery."""

    data: bytes
    """The file as given; it is kept so, and turned as its EXIF orientation says whenever it is read."""
    embedding: MarkedEmbedding | None = None
    origin: Origin = "upload"
    file: str | None = None
    """Its file in the person's folder of the gallery."""


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


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """One photo of one person."""

    id: int
    person: str
    image: str
    """Name in the image folder, see ``ImageFolder``."""
    origin: Origin
    file: str | None
    added: float


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingMatrix:
    """Every embedding of one model, as a search index takes them."""

    ids: NDArray[np.int64]
    """(N,) numbers of the embeddings, ascending, never given twice while the embedding exists."""
    people: tuple[str, ...]
    """(N,) id of the person of each."""
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


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a longer list."""

    items: Sequence[T]
    next: str | None
    """Give this as ``after`` for the page that follows; None on the last page."""
