"""What every index offers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOBODY", "Index", "Nearest"]

NOBODY = -1
"""Stands for an id where fewer were found than asked for."""


class Nearest(NamedTuple):
    """The nearest vectors to each of Q queries, the nearest first."""

    closeness: NDArray[np.float32]
    """(Q, K) on the scale of ``Metric``: higher is nearer; minus infinity where there are fewer than K."""
    ids: NDArray[np.int64]
    """(Q, K); ``NOBODY`` where there are fewer than K."""


class Index(Protocol):
    """Vectors by number, and which of them are nearest to a query; safe to use from several threads."""

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add prepared ``vectors`` (N, D) under numbers (N,) that are not in use."""

    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove vectors by number; a number that is not in use is no error."""

    def search(self, queries: NDArray[np.float32], count: int) -> Nearest:
        """Return the ``count`` nearest to each of the prepared ``queries`` (Q, D)."""

    def __len__(self) -> int: ...
