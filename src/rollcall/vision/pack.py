"""A model pack: a detector and an embedder that belong together, and what must be known to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rollcall.vision.liveness import Liveness
from rollcall.vision.protocols import Detector, Embedder

__all__ = ["ModelPack"]


@dataclass(frozen=True, eq=False)
class ModelPack:
    """A detector and an embedder that belong together, and what must be known to use them."""

    name: str
    """Name in the catalogue, "dlib", or "custom:" and a folder."""
    detector: Detector
    embedder: Embedder
    metric: Literal["cosine", "euclidean"]
    threshold: float
    """Similarity from which (cosine), or distance up to which (euclidean), two embeddings are one person's."""
    threshold_source: str
    """Where that number comes from, in plain words."""
    embedding_size: int
    model_hash: str
    """SHA-256 of the embedder's file, in hexadecimal."""
    alignment: str
    """How faces are turned upright; embeddings of equal ``model_hash`` and ``alignment`` can be compared."""
    licence: str
    reason: str
    """Why this pack was taken, in plain words."""
    liveness: Liveness | None = None
    """Tells live faces from pictures of faces, as advice; None where it was not asked for."""
