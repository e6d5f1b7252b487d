"""Hand-made values that the tests of the store share; equal numbers make equal values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

from rollcall.model import Embedding, Image
from rollcall.store import MarkedEmbedding, ModelMark, NewPhoto, Store

NOW = 1_800_000_000.0
MODEL = ModelMark("buffalo_l", "ab" * 32, "arcface-112")
NEWER_MODEL = ModelMark("antelopev2", "cd" * 32, "arcface-112")

Reopen: TypeAlias = Callable[[], Store]
"""What closes the store and opens it again, as the next start of the program does."""


def picture(number: int) -> Image:
    return np.random.default_rng(number).integers(0, 255, (24, 16, 3), np.uint8)


def vector(number: int) -> Embedding:
    values = np.random.default_rng(number).standard_normal(8).astype(np.float32)
    return values / np.linalg.norm(values)


def photo(number: int, model: ModelMark | None = MODEL) -> NewPhoto:
    data = cv2.imencode(".png", picture(number))[1].tobytes()
    return NewPhoto(data, MarkedEmbedding(model, vector(number)) if model else None)
