"""The people who can be recognised, and who of them an embedding is nearest to."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric
from rollcall.model import Embedding, Person

__all__ = ["Gallery", "Match"]


@dataclass(frozen=True, slots=True)
class Match:
    """One person of the gallery as an answer to "who is this?"."""

    person: Person
    closeness: float
    """Higher is nearer, in every metric."""
    score: float
    """The same as people see it: cosine (higher is nearer) or Euclidean distance (lower is nearer)."""


class Gallery:
    """People with embeddings. Safe to read and to change from several threads, without a restart.

    A change builds a new table beside the old one and swaps it in, so a reader never waits and never sees half a
    person.
    """

    def __init__(self, people: Iterable[Person] = (), metric: Metric | str = Metric.COSINE) -> None:
        self.metric = Metric(metric)
        self._writing = threading.Lock()
        self._table = _Table.of({person.id: person for person in people}, self.metric)
        self._revision = 0

    @property
    def revision(self) -> int:
        """Grows with every change, so that decisions made before it can be made again."""
        return self._revision

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of enrolment."""
        return tuple(self._table.people.values())

    def person(self, person_id: str) -> Person | None:
        """Return the person of that id, or None."""
        return self._table.people.get(person_id)

    def match(self, embedding: Embedding, limit: int = 5) -> tuple[Match, ...]:
        """Return at most ``limit`` people nearest to ``embedding`` (D,), the nearest first, one entry a person."""
        return self._table.match(embedding, limit)

    def put(self, person: Person) -> None:
        """Add a person, or replace the one of the same id."""
        with self._writing:
            self._swap({**self._table.people, person.id: person})

    def remove(self, person_id: str) -> None:
        """Forget a person; an unknown id is no error, since the outcome is the same."""
        with self._writing:
            self._swap({key: person for key, person in self._table.people.items() if key != person_id})

    def replace(self, people: Iterable[Person]) -> None:
        """Replace everybody, as after a change of the model pack."""
        with self._writing:
            self._swap({person.id: person for person in people})

    def _swap(self, people: dict[str, Person]) -> None:
        self._table = _Table.of(people, self.metric)
        self._revision += 1

    def __len__(self) -> int:
        return len(self._table.people)


@dataclass(frozen=True, slots=True)
class _Table:
    """Never changed once built; the arrays hold only people who have embeddings."""

    people: dict[str, Person]
    metric: Metric
    listed: tuple[Person, ...]
    exemplars: NDArray[np.float32]
    """(M, D), all photos' embeddings, one person's rows together."""
    firsts: NDArray[np.intp]
    """(P,) row of each listed person's first photo."""
    centroids: NDArray[np.float32]
    """(P, D), mean of each person's photos."""

    @classmethod
    def of(cls, people: dict[str, Person], metric: Metric) -> _Table:
        listed = tuple(person for person in people.values() if len(person.embeddings))
        if not listed:
            empty = np.zeros((0, 0), np.float32)
            return cls(people, metric, (), empty, np.zeros(0, np.intp), empty)
        prepared = [metric.prepare(person.embeddings) for person in listed]
        firsts = np.cumsum([0, *(len(rows) for rows in prepared[:-1])])
        centroids = metric.prepare(np.stack([rows.mean(axis=0) for rows in prepared]))
        return cls(people, metric, listed, np.concatenate(prepared), firsts.astype(np.intp), centroids)

    def match(self, embedding: Embedding, limit: int) -> tuple[Match, ...]:
        if not self.listed or limit < 1:
            return ()
        closeness = self._closeness(self.metric.prepare(embedding))
        # Partial sort first: with 100,000 people a full one costs more than the comparison.
        top = np.argpartition(-closeness, min(limit, len(closeness)) - 1)[:limit]
        nearest = top[np.argsort(-closeness[top], kind="stable")]
        return tuple(self._match(int(row), float(closeness[row])) for row in nearest)

    def _closeness(self, query: Embedding) -> NDArray[np.float32]:
        """Return (P,): the mean of the nearest photo's closeness and the centroid's.

        The nearest photo knows unusual poses, the centroid forgives a bad photo; together they beat either.
        """
        best: NDArray[np.float32] = np.maximum.reduceat(self.metric.closeness(query, self.exemplars), self.firsts)
        centroid = self.metric.closeness(query, self.centroids)
        mean: NDArray[np.float32] = (best + centroid) / np.float32(2)
        return mean

    def _match(self, row: int, closeness: float) -> Match:
        return Match(self.listed[row], closeness, self.metric.to_score(closeness))
