"""Stays of unknown people, as they are remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.strangers.clustering import NOBODY
from rollcall.model import Embedding

__all__ = ["Encounter", "EncounterTable", "Likeness"]


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """What somebody looked like in one stay."""

    vector: Embedding
    """(D,) float32: the template of the track."""
    evidence: float
    """What the template weighs, as in ``Decision``."""


@dataclass(frozen=True, slots=True, eq=False)
class Encounter:
    """One stay of somebody unknown, as it is remembered."""

    id: int
    """Of the sighting."""
    time: float
    """When it ended, Unix seconds."""
    vector: Embedding
    """(D,) float32: the template of its track."""
    evidence: float
    """What the template weighs, as in ``Decision``."""
    stranger: int | None = None
    """Number of the stranger, once it has one."""


@dataclass(frozen=True, slots=True, eq=False)
class EncounterTable:
    """Encounters in columns; never changed once built."""

    ids: NDArray[np.int64]
    times: NDArray[np.float64]
    vectors: NDArray[np.float32]
    evidence: NDArray[np.float32]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, encounters: Iterable[Encounter]) -> EncounterTable:
        """Return the table of these encounters."""
        rows = list(encounters)
        return cls(
            np.array([row.id for row in rows], np.int64),
            np.array([row.time for row in rows], np.float64),
            np.stack([row.vector for row in rows]) if rows else np.zeros((0, 0), np.float32),
            np.array([row.evidence for row in rows], np.float32),
            np.array([row.stranger or NOBODY for row in rows], np.int64),
        )

    def with_row(self, encounter: Encounter) -> EncounterTable:
        """Return this table with one more row at its end."""
        row = EncounterTable.of([encounter])
        if not len(self.ids):
            return row
        return EncounterTable(
            np.append(self.ids, row.ids),
            np.append(self.times, row.times),
            np.concatenate([self.vectors, row.vectors]),
            np.append(self.evidence, row.evidence),
            np.append(self.numbers, row.numbers),
        )

    def with_missing(self, encounters: Iterable[Encounter]) -> EncounterTable:
        """Return this table with those of ``encounters`` at its end that are not in it under any number."""
        table, known = self, set(self.ids.tolist())
        for encounter in encounters:
            table = table if encounter.id in known else table.with_row(encounter)
        return table

    def take(self, kept: NDArray[np.bool_]) -> EncounterTable:
        """Return the rows that are kept."""
        return EncounterTable(
            self.ids[kept], self.times[kept], self.vectors[kept], self.evidence[kept], self.numbers[kept]
        )

    def rows_of(self, number: int) -> NDArray[np.intp]:
        """Return where the encounters of one stranger stand."""
        return np.flatnonzero(self.numbers == number)

    def encounters(self, rows: Iterable[int] | None = None) -> tuple[Encounter, ...]:
        """Return ``rows``, or all of them, as values."""
        return tuple(
            Encounter(int(self.ids[row]), float(self.times[row]), self.vectors[row], float(self.evidence[row]),
                      int(self.numbers[row]) or None)
            for row in (range(len(self.ids)) if rows is None else rows)
        )  # fmt: skip
