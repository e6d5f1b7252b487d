"""Embeddings as they are kept: little-endian float32, sealed where a key is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import StoreError
from rollcall.model import Embedding
from rollcall.store.sealing.encryption import Cipher

__all__ = ["Vectors"]


class Vectors:
    """Turns embeddings into bytes and back, under one cipher."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def seal(self, vector: Embedding) -> bytes:
        """Return an embedding (D,) as it is kept."""
        return self._cipher.seal(np.ascontiguousarray(vector, "<f4").tobytes(), "embedding")

    def open(self, kept: Sequence[bytes]) -> NDArray[np.float32]:
        """Return kept embeddings as (N, D) float32; (0, 0) for none.

        Raises StoreError where one does not open, or where they differ in length.
        """
        rows = [np.frombuffer(self._cipher.open(each, "embedding"), "<f4") for each in kept]
        if len({len(row) for row in rows}) > 1:
            raise StoreError("Embeddings of one model differ in length: the database is damaged. Restore a backup.")
        matrix: NDArray[Any] = np.stack(rows) if rows else np.empty((0, 0))
        return matrix.astype(np.float32, copy=False)
