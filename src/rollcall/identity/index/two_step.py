"""Search in two steps: whose mean is near, then whose photos are nearest."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index.protocol import NOBODY, Nearest
from rollcall.identity.index.vector_index import VectorIndex
from rollcall.identity.metric import Metric

__all__ = ["TwoStepIndex"]

_PEOPLE = 32
"""People whose photos are compared; the right one's mean is nearly always among the first few."""


@dataclass(frozen=True, slots=True, eq=False)
class _Exemplars:
    """One person's vectors."""

    ids: NDArray[np.int64]
    halves: NDArray[np.float16]


class TwoStepIndex:
    """An index over people's means, and their exemplars beside it, re-ranked exactly.

    With several photos a person the first step searches only as many vectors as there are people, and a mean forgives
    what a bad photo does not. Any thread may use it.
    """

    def __init__(self, size: int, metric: Metric = Metric.COSINE) -> None:
        self.metric = metric
        self._means = VectorIndex(size, metric)
        self._exemplars: dict[int, _Exemplars] = {}
        self._writing = threading.Lock()

    def __len__(self) -> int:
        return sum(len(exemplars.ids) for exemplars in tuple(self._exemplars.values()))

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32], people: Sequence[int]) -> None:
        """Add prepared ``vectors`` (N, D) under numbers (N,), each of the person with that number."""
        ids, vectors, owners = np.asarray(ids, np.int64), np.asarray(vectors, np.float32), np.asarray(people)
        order = np.argsort(owners, kind="stable")
        changed, firsts = np.unique(owners[order], return_index=True)
        with self._writing:
            for person, rows in zip(changed.tolist(), np.split(order, firsts[1:]), strict=True):
                self._extend(person, ids[rows], vectors[rows])
            self._set_means(changed.tolist())

    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove vectors by number; a number that is not in use is no error."""
        with self._writing:
            changed = [person for person, held in self._exemplars.items() if np.isin(held.ids, ids).any()]
            for person in changed:
                held = self._exemplars[person]
                kept = ~np.isin(held.ids, ids)
                self._exemplars[person] = _Exemplars(held.ids[kept], held.halves[kept])
            self._set_means(changed)

    def search(self, queries: NDArray[np.float32], count: int) -> Nearest:
        """Return the ``count`` nearest exemplars to each of the prepared ``queries`` (Q, D), the nearest first."""
        queries = np.asarray(queries, np.float32)
        means = self._means.search(queries, max(_PEOPLE, count))
        best = np.full((len(queries), count), -np.inf, np.float32)
        ids = np.full((len(queries), count), NOBODY, np.int64)
        for row, (query, people) in enumerate(zip(queries, means.ids, strict=True)):
            held = self._held(people.tolist())
            if held is None:
                continue
            closeness = self.metric.closeness(query, held.halves.astype(np.float32))
            order = np.argsort(-closeness, kind="stable")[:count]
            best[row, : len(order)], ids[row, : len(order)] = closeness[order], held.ids[order]
        return Nearest(best, ids)

    def _held(self, people: Iterable[int]) -> _Exemplars | None:
        """Return the exemplars of several people together; one who was removed meanwhile has none."""
        found = [held for person in people if (held := self._exemplars.get(person)) is not None]
        if not found:
            return None
        return _Exemplars(np.concatenate([each.ids for each in found]), np.concatenate([each.halves for each in found]))

    def _extend(self, person: int, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        held, halves = self._exemplars.get(person), vectors.astype(np.float16)
        if held is not None:
            ids, halves = np.concatenate([held.ids, ids]), np.concatenate([held.halves, halves])
        self._exemplars[person] = _Exemplars(ids, halves)

    def _set_means(self, people: list[int]) -> None:
        """Bring the means of ``people`` up to date, and forget those without an exemplar."""
        self._means.remove(np.array(people, np.int64))
        for person in people:
            if not len(self._exemplars[person].ids):
                del self._exemplars[person]
        left = [person for person in people if person in self._exemplars]
        if left:
            means = np.stack([self._exemplars[person].halves.astype(np.float32).mean(axis=0) for person in left])
            self._means.add(np.array(left, np.int64), self.metric.prepare(means))
