"""What every pack offers, whatever models it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rollcall.model import Face, Image

__all__ = ["Detector", "Embedder"]


class Detector(Protocol):
    """Finds the faces of a picture; safe to call from several threads."""

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Return the faces, best detector score first: boxes, landmarks, score and quality, no embeddings."""


class Embedder(Protocol):
    """Turns faces into points where the same person's faces lie close together; safe to call from several threads."""

    @property
    def size(self) -> int:
        """Length of an embedding."""

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""

    def embed(self, image: Image, faces: Sequence[Face]) -> tuple[Face, ...]:
        """Return the same faces in the same order, each with its embedding; without where the net gives no numbers."""
