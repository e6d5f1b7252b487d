"""An index that grows with the gallery: every vector is looked at up to 50,000, sketches come first beyond."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index.protocol import NOBODY, Nearest
from rollcall.identity.index.sketches import LEAST_SAMPLE, Sketches
from rollcall.identity.index.table import VectorTable
from rollcall.identity.metric import Metric

__all__ = ["EXACT_LIMIT", "VectorIndex"]

EXACT_LIMIT = 50_000
"""Vectors up to which each is compared: 2 ms a query at 512 dimensions."""
_CANDIDATES = 256
"""Sketches whose vectors are compared: at a million vectors one query in 400 has its nearest beyond them."""
_BATCH = 4096
"""Rows added while searches wait: some 5 ms."""


class VectorIndex:
    """The nearest of many vectors, exactly or nearly so; any thread may search, add and remove.

    A search waits for a change at most some milliseconds. An ``add`` that crosses ``exact_limit`` sketches everything
    before it returns, a second for each 100,000 vectors, while searches go on as before.
    """

    def __init__(self, size: int, metric: Metric = Metric.COSINE, *, exact_limit: int = EXACT_LIMIT) -> None:
        """``size``: dimensions of a vector; ``exact_limit``: vectors up to which each is compared, 16 or more."""
        self.size = size
        self.metric = metric
        self.exact_limit = max(exact_limit, LEAST_SAMPLE)
        self.table = VectorTable(size, metric)
        self.sketches: Sketches | None = None
        # Writers take turns; the second lock is held only while rows move, so that searches hardly wait.
        self._writing = threading.Lock()
        self._moving = threading.Lock()

    def __len__(self) -> int:
        return len(self.table)

    @property
    def ids(self) -> NDArray[np.int64]:
        """(N,) every number in use, in no order."""
        with self._moving:
            return self.table.ids.copy()

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add prepared ``vectors`` (N, D) under numbers (N,).

        Raises ValueError where a number is in use or given twice, where shapes do not fit, and for vectors that are
        not finite: nothing is added then.
        """
        ids, vectors = np.asarray(ids, np.int64), np.asarray(vectors, np.float32)
        if vectors.shape != (len(ids), self.size):
            raise ValueError(f"{len(ids)} vectors of {self.size} dimensions are wanted, not an array {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector holds a number that is not finite")
        with self._writing:
            if len(np.unique(ids)) < len(ids) or np.isin(self.table.ids, ids).any():
                raise ValueError("a number is in use already")
            for first in range(0, len(ids), _BATCH):
                self._append(ids[first : first + _BATCH], vectors[first : first + _BATCH])
            if self.sketches is None and len(self) > self.exact_limit:
                sketches = self._sketch_all()
                with self._moving:
                    self.sketches = sketches

    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove vectors by number, without a trace in memory; a number that is not in use is no error."""
        with self._writing:
            for number in np.asarray(ids, np.int64):
                place = self.table.place(int(number))
                if place is not None:
                    self._remove(place)

    def search(self, queries: NDArray[np.float32], count: int) -> Nearest:
        """Return the ``count`` nearest to each of the prepared ``queries`` (Q, D), the nearest first."""
        queries = np.asarray(queries, np.float32)
        with self._moving:
            if not len(self):
                return _nothing(len(queries), count)
            if self.sketches is None:
                closeness, places = self.table.scan(queries, count)
                return Nearest(closeness, _ids(self.table, places))
            candidates = self.sketches.scan(queries, max(_CANDIDATES, count))
            found = [self._rank(query, places, count) for query, places in zip(queries, candidates, strict=True)]
        return Nearest(np.stack([row[0] for row in found]), np.stack([row[1] for row in found]))

    def adopt(self, table: VectorTable, sketches: Sketches | None) -> None:
        """Take over what was read from a file; for ``load_index``."""
        with self._writing, self._moving:
            self.table, self.sketches = table, sketches

    def _append(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        with self._moving:
            self.table.append(ids, vectors)
            if self.sketches is not None:
                self.sketches.append(vectors)

    def _remove(self, place: int) -> None:
        with self._moving:
            self.table.remove(place)
            if self.sketches is not None:
                self.sketches.remove(place)

    def _sketch_all(self) -> Sketches:
        """Return sketches of every row; nobody writes meanwhile, and readers do not mind."""
        sketches = Sketches(self.size, self.metric)
        sketches.train(self.table.halves)
        for first in range(0, len(self), _BATCH):
            sketches.append(self.table.halves[first : first + _BATCH].astype(np.float32))
        return sketches

    def _rank(
        self, query: NDArray[np.float32], places: NDArray[np.int64], count: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return closeness and ids (K,) of the ``count`` nearest among the rows at ``places``."""
        places = places[places >= 0]
        closeness = self.metric.closeness(query, self.table.rows(places))
        order = np.argsort(-closeness, kind="stable")[:count]
        best = np.full(count, -np.inf, np.float32)
        ids = np.full(count, NOBODY, np.int64)
        best[: len(order)] = closeness[order]
        ids[: len(order)] = self.table.ids[places[order]]
        return best, ids


def _ids(table: VectorTable, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(places < 0, NOBODY, table.ids[places])


def _nothing(queries: int, count: int) -> Nearest:
    return Nearest(np.full((queries, count), -np.inf, np.float32), np.full((queries, count), NOBODY, np.int64))
