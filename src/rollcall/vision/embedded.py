"""Faces with what an embedder's net made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face

__all__ = ["with_embeddings"]


def with_embeddings(faces: Sequence[Face], rows: NDArray[np.float32]) -> tuple[Face, ...]:
    """Return ``faces`` in their order, each with its row of ``rows`` (N, D).

    A row that is no number, as nets in half precision can give, or nothing but zeros says nothing of a face, which has
    no embedding then: compared with others it would spoil whatever it is averaged with.
    """
    tells = np.isfinite(rows).all(axis=1) & (rows != 0).any(axis=1)
    return tuple(
        replace(face, embedding=row if told else None) for face, row, told in zip(faces, rows, tells, strict=True)
    )
