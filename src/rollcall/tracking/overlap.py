"""How much boxes share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["overlaps"]


def overlaps(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (N, M) intersection over union of (N, 4) and (M, 4) boxes, x1 y1 x2 y2; 0 where neither has an area."""
    corner = np.maximum(first[:, np.newaxis, :2], second[:, :2])
    opposite = np.minimum(first[:, np.newaxis, 2:], second[:, 2:])
    shared = np.prod(np.maximum(opposite - corner, 0), axis=-1)
    both = np.add.outer(_areas(first), _areas(second)) - shared
    overlap: NDArray[np.float32] = np.divide(shared, both, out=np.zeros_like(shared), where=both > 0)
    return overlap


def _areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    areas: NDArray[np.float32] = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1)
    return areas
