"""Vectors in float16, row upon row without gaps, searched by looking at each of them."""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index.one_thread import one_thread
from rollcall.identity.metric import Metric

__all__ = ["VectorTable", "faiss_metric"]


def faiss_metric(metric: Metric) -> int:
    """Return faiss' number of a metric; its Euclidean distances are squared."""
    return int(faiss.METRIC_INNER_PRODUCT if metric is Metric.COSINE else faiss.METRIC_L2)


class VectorTable:
    """Rows of float16, each with an id.

    That is half of float32's memory, and errors of 2**-11 a number cancel out: over 512 dimensions the cosine of two
    vectors is off by some 1e-5. A removed row is overwritten by the last one, whose place is then zeroed: nothing of
    it stays in memory.
    """

    def __init__(self, size: int, metric: Metric) -> None:
        self.size = size
        self.metric = metric
        self._rows: Any = faiss.IndexScalarQuantizer(size, faiss.ScalarQuantizer.QT_fp16, faiss_metric(metric))
        self._ids = np.empty(0, np.int64)

    def __len__(self) -> int:
        return int(self._rows.ntotal)

    @property
    def ids(self) -> NDArray[np.int64]:
        """(N,) id of each row; a view, valid until the next change."""
        return self._ids[: len(self)]

    @property
    def halves(self) -> NDArray[np.float16]:
        """(N, D), the rows themselves; a view, valid until the next change."""
        if not len(self):
            return np.empty((0, self.size), np.float16)
        memory = faiss.rev_swig_ptr(self._rows.codes.data(), len(self) * self.size * 2)
        rows: NDArray[np.float16] = memory.view(np.float16).reshape(-1, self.size)
        return rows

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows at ``places`` as (N, D) float32."""
        return self.halves[places].astype(np.float32)

    def append(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add rows (N, D) with ids (N,) at the end."""
        first = len(self)
        self._grow_ids(first + len(ids))
        self._ids[first : first + len(ids)] = ids
        with one_thread():
            self._rows.add(np.ascontiguousarray(vectors, np.float32))

    def append_halves(self, ids: NDArray[np.int64], rows: NDArray[np.float16]) -> None:
        """Add rows that are float16 already."""
        first, total = len(self), len(self) + len(ids)
        self.reserve(total)
        self._ids[first:total] = ids
        self._rows.ntotal = total
        self.halves[first:] = rows

    def place(self, number: int) -> int | None:
        """Return the row of the id ``number``, or None."""
        # A million numbers are compared in half a millisecond; a dictionary of them would take 100 MB.
        found = np.flatnonzero(self.ids == number)
        return int(found[0]) if len(found) else None

    def remove(self, place: int) -> None:
        """Remove the row at ``place``; the last row moves there."""
        last = len(self) - 1
        self.halves[place] = self.halves[last]
        self.halves[last] = 0
        self._ids[place] = self._ids[last]
        self._rows.ntotal = last

    def scan(self, queries: NDArray[np.float32], count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return closeness (Q, K) and rows (Q, K) of the ``count`` nearest; -1 for a row where there are fewer."""
        with one_thread():
            scores, places = self._rows.search(np.ascontiguousarray(queries, np.float32), count)
        closeness = scores if self.metric is Metric.COSINE else -np.sqrt(np.maximum(scores, 0))
        return np.where(places < 0, -np.inf, closeness).astype(np.float32), places

    def reserve(self, total: int) -> None:
        """Take memory for ``total`` rows at once; growing by and by takes up to twice as much for a moment."""
        self._grow_ids(total)
        if self._rows.codes.size() < total * self.size * 2:
            self._rows.codes.resize(total * self.size * 2)

    def _grow_ids(self, total: int) -> None:
        if total > len(self._ids):
            grown = np.empty(max(total, len(self._ids) * 3 // 2), np.int64)
            grown[: len(self)] = self.ids
            self._ids = grown
