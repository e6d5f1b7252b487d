"""Convolutions with few filters, which runtimes compute as if they had many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_rows"]


def by_rows(weights: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return two convolutions without bias that together do what one with filters (F, C, S, S) does.

    The first one has each of their S rows as a filter of its own, (S F, C, 1, S); the second one adds up what these
    find in rows below each other, (F, S F, S, 1). Runtimes compute filters in blocks of 8 or 16, so that one or two
    cost as much as 16; as rows they cost a third (of 3x3) or a sixth (of 9x9).
    """
    filters, channels, side, _ = weights.shape
    across = weights.transpose(2, 0, 1, 3).reshape(side * filters, channels, 1, side)
    same_filter_and_row = np.einsum("fg,rs->frgs", np.eye(filters), np.eye(side))
    # (filter, row, filter again, row again): found by row s of filter g, added to filter f where s is its row.
    down = same_filter_and_row.transpose(0, 3, 2, 1).reshape(filters, side * filters, side, 1)
    return np.ascontiguousarray(across), down.astype(np.float32)
