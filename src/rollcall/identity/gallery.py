"""The people who can be recognised, and who of them an embedding is nearest to."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index import VectorIndex
from rollcall.identity.metric import Metric
from rollcall.model import Embedding, Person

__all__ = ["Gallery", "Match"]

_NEAREST_PHOTOS = 16
"""Photos that the index brings, whose people are compared in full: the right one's best photo is among the first."""
_FURTHER = 4
"""By how much more is looked at where those photos are of too few people: one with hundreds hides the others."""


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

    A reader never waits for more than a moment, and never sees half a person.
    """

    def __init__(self, people: Iterable[Person] = (), metric: Metric | str = Metric.COSINE) -> None:
        self.metric = Metric(metric)
        self._writing = threading.Lock()
        self._table = _Table.of(people, self.metric)
        self._rejected: dict[str, NDArray[np.float32]] = {}
        self._revision = 0

    @property
    def revision(self) -> int:
        """Grows with every change, so that decisions made before it can be made again."""
        return self._revision

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of enrolment."""
        return tuple(enrolled.person for enrolled in tuple(self._table.enrolled.values()))

    def person(self, person_id: str) -> Person | None:
        """Return the person of that id, or None."""
        enrolled = self._table.enrolled.get(person_id)
        return enrolled.person if enrolled else None

    def match(self, embedding: Embedding, limit: int = 5) -> tuple[Match, ...]:
        """Return at most ``limit`` people nearest to ``embedding`` (D,), the nearest first, one entry a person."""
        query = self.metric.prepare(embedding)
        found = [
            Match(enrolled.person, closeness, self.metric.to_score(closeness))
            for enrolled in self._table.near(query, limit)
            if not self._is_rejected(enrolled, query, closeness := enrolled.closeness(query, self.metric))
        ]
        return tuple(sorted(found, key=lambda match: -match.closeness)[:limit])

    def put(self, person: Person) -> None:
        """Add a person, or replace the one of the same id."""
        with self._writing:
            self._table.put(person, self.metric)
            self._revision += 1

    def remove(self, person_id: str) -> None:
        """Forget a person; an unknown id is no error, since the outcome is the same."""
        with self._writing:
            self._table.remove(person_id)
            self._rejected.pop(person_id, None)
            self._revision += 1

    def replace(self, people: Iterable[Person]) -> None:
        """Replace everybody, as after a change of the model pack."""
        self._take_over(_Table.of(people, self.metric))

    def adopt(self, people: Iterable[Person], rows: Mapping[str, NDArray[np.int64]], index: VectorIndex) -> None:
        """Replace everybody by ``people``, each once, whose embeddings stand in ``index`` already.

        ``rows``: for each person's id the numbers (N,) of the embeddings there, in their order. From now on the gallery
        changes the index.
        """
        table = _Table(index=index, next_row=int(index.ids.max(initial=-1)) + 1)
        for person in people:
            table.enrol(person, self.metric, rows[person.id])
        self._take_over(table)

    def _take_over(self, table: _Table) -> None:
        with self._writing:
            self._table = table
            self._rejected = {one: rows for one, rows in self._rejected.items() if one in table.enrolled}
            self._revision += 1

    def reject(self, person_id: str, embeddings: NDArray[np.float32]) -> None:
        """Remember that these faces (N, D) are not this person's: what is nearer to them than to the person is not it.

        All that was said of the person before is replaced; N may be 0.
        """
        with self._writing:
            rest = {one: rows for one, rows in self._rejected.items() if one != person_id}
            said = {person_id: self.metric.prepare(embeddings)} if len(embeddings) else {}
            self._rejected = rest | said
            self._revision += 1

    def reject_only(self, rejected: Mapping[str, NDArray[np.float32]]) -> None:
        """Remember of each person, by id, what was said not to be theirs, in place of all that was said of anybody."""
        prepared = {person: self.metric.prepare(rows) for person, rows in rejected.items()}
        with self._writing:
            self._rejected = prepared
            self._revision += 1

    def _is_rejected(self, enrolled: _Enrolled, query: Embedding, closeness: float) -> bool:
        rejected = self._rejected.get(enrolled.person.id)
        return rejected is not None and bool((self.metric.closeness(query, rejected) > closeness).any())

    def __len__(self) -> int:
        return len(self._table.enrolled)


@dataclass(frozen=True, slots=True, eq=False)
class _Enrolled:
    """One person, ready to be compared with."""

    person: Person
    exemplars: NDArray[np.float32]
    """(N, D) prepared, one row a photo."""
    centroid: NDArray[np.float32]
    """(1, D) their mean, prepared."""
    rows: NDArray[np.int64]
    """(N,) numbers of the photos in the index."""

    def closeness(self, query: Embedding, metric: Metric) -> float:
        """Return the mean of the nearest photo's closeness and the centroid's.

        The nearest photo knows unusual poses, the centroid forgives a bad photo. With two to four photos a person
        strangers get fewer names by it than by the nearest photo alone, at every threshold (LFW).
        """
        best = metric.closeness(query, self.exemplars).max()
        return float(best + metric.closeness(query, self.centroid)[0]) / 2


@dataclass(slots=True, eq=False)
class _Table:
    """People by id and their photos in an index. A person is swapped whole; readers skip rows of who is gone."""

    enrolled: dict[str, _Enrolled] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    """Row of the index -> id of the person."""
    index: VectorIndex | None = None
    """None until somebody has an embedding, whose length it takes."""
    next_row: int = 0

    @classmethod
    def of(cls, people: Iterable[Person], metric: Metric) -> _Table:
        table = cls()
        once = {person.id: person for person in people}
        fresh = [table.enrol(person, metric, table._new_rows(person)) for person in once.values()]
        exemplars = [one.exemplars for one in fresh if len(one.rows)]
        if exemplars:
            table._index_rows(np.concatenate([one.rows for one in fresh]), np.concatenate(exemplars), metric)
        return table

    def put(self, person: Person, metric: Metric) -> None:
        before = self.enrolled.get(person.id)
        fresh = self.enrol(person, metric, self._new_rows(person))
        if len(fresh.rows):
            self._index_rows(fresh.rows, fresh.exemplars, metric)
        # The old photos go last, so that the person can be found at every moment.
        self._forget_rows(before)

    def remove(self, person_id: str) -> None:
        self._forget_rows(self.enrolled.pop(person_id, None))

    def near(self, query: Embedding, people: int) -> list[_Enrolled]:
        """Return the owners of the nearest photos, each once: at least so many ``people``, where there are as many."""
        photos = max(_NEAREST_PHOTOS, people)
        while True:
            found = self._owners_of(query, photos)
            if len(found) >= people or photos >= len(self.owners):
                return found
            photos *= _FURTHER

    def _owners_of(self, query: Embedding, photos: int) -> list[_Enrolled]:
        if self.index is None:
            return []
        rows = self.index.search(query[np.newaxis], photos).ids[0].tolist()
        people = dict.fromkeys(owner for row in rows if (owner := self.owners.get(row)) is not None)
        return [enrolled for person in people if (enrolled := self.enrolled.get(person)) is not None]

    def enrol(self, person: Person, metric: Metric, rows: NDArray[np.int64]) -> _Enrolled:
        exemplars = metric.prepare(person.embeddings)
        centroid = metric.prepare(exemplars.mean(axis=0, keepdims=True)) if len(exemplars) else exemplars
        self.owners.update(dict.fromkeys(rows.tolist(), person.id))
        fresh = self.enrolled[person.id] = _Enrolled(person, exemplars, centroid, rows)
        return fresh

    def _new_rows(self, person: Person) -> NDArray[np.int64]:
        rows = np.arange(self.next_row, self.next_row + len(person.embeddings), dtype=np.int64)
        self.next_row += len(rows)
        return rows

    def _index_rows(self, rows: NDArray[np.int64], exemplars: NDArray[np.float32], metric: Metric) -> None:
        index = self.index or VectorIndex(exemplars.shape[1], metric)
        index.add(rows, exemplars)
        self.index = index

    def _forget_rows(self, gone: _Enrolled | None) -> None:
        if gone is None or self.index is None:
            return
        self.index.remove(gone.rows)
        for row in gone.rows.tolist():
            self.owners.pop(row, None)
