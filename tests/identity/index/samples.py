"""Vectors as embeddings of faces are: people as directions, photos scattered around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZE = 64


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = vectors / lengths
    return unit


def photos_of(people: int, each: int, seed: int = 0) -> NDArray[np.float32]:
    """Return (people * each, SIZE), one person's photos together; two of one person have a cosine of about 0.7."""
    numbers = np.random.default_rng(seed)
    centres = unit(numbers.standard_normal((people, SIZE), np.float32)).repeat(each, axis=0)
    return unit(centres + 0.08 * numbers.standard_normal(centres.shape, np.float32))
