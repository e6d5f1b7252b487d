"""Whose an encounter is, among all that are remembered; and which go, where there are too many."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric
from rollcall.identity.strangers.clustering import NOBODY, continue_numbers, density_groups
from rollcall.identity.strangers.encounters import EncounterTable

__all__ = ["FOUNDING_EVIDENCE", "regrouped", "trimmed"]

FOUNDING_EVIDENCE = 1.0
"""Evidence near one place that makes a stranger: an excellent face, or several fair ones."""
_MOST_ENCOUNTERS_OF_ONE = 16
"""A postman comes daily; his newest and best days tell who he is."""


def regrouped(
    table: EncounterTable, metric: Metric, near: float, *, apart: Set[frozenset[int]], next_number: int
) -> NDArray[np.int64]:
    """Return (N,) all numbers after a look at the neighbourhood of the newest row: nothing else can change by it.

    ``near``: the closeness from which two encounters are one stranger's. ``apart``: pairs of numbers that are two
    people, as a user said. ``next_number``: the first one that nobody ever had.
    """
    rows = _neighbourhood(table, metric, near)
    vectors = table.vectors[rows]
    numbers = table.numbers.copy()
    numbers[rows] = continue_numbers(
        density_groups(vectors, table.evidence[rows], metric, near=near, weight=FOUNDING_EVIDENCE),
        table.numbers[rows],
        vectors,
        metric=metric,
        # Near as a whole, or a chain of lookalikes would swallow one stranger after the other.
        may_join=lambda older, newer: (
            frozenset((older, newer)) not in apart and _closeness_of_centres(table, metric, older, newer) >= near
        ),
        next_number=next_number,
    )
    return numbers


def _neighbourhood(table: EncounterTable, metric: Metric, near: float) -> NDArray[np.intp]:
    """Return the rows near the newest one, those near them, and all of the strangers these belong to."""
    first = metric.closeness(table.vectors[-1], table.vectors) >= near
    second = np.array([metric.closeness(row, table.vectors) >= near for row in table.vectors[first]])
    reached = second.any(axis=0) | first
    reached[-1] = True
    numbers = np.unique(table.numbers[reached])
    return np.flatnonzero(reached | np.isin(table.numbers, numbers[numbers != NOBODY]))


def _closeness_of_centres(table: EncounterTable, metric: Metric, one: int, other: int) -> float:
    means = np.stack([table.vectors[table.rows_of(number)].mean(axis=0) for number in (one, other)])
    centres = metric.prepare(means)
    return float(metric.closeness(centres[0], centres[1:])[0])


def trimmed(table: EncounterTable, ignored: Set[int], most: int) -> EncounterTable:
    """Return the table without what is too much: of the newest row's stranger, and beyond ``most`` of all together.

    Of ``ignored`` strangers nothing goes for want of room: a face that is forgotten cannot be ignored.
    """
    kept = np.ones(len(table.ids), bool)
    rows = table.rows_of(int(table.numbers[-1])) if len(table.ids) and table.numbers[-1] != NOBODY else ()
    if len(rows) > _MOST_ENCOUNTERS_OF_ONE:
        kept[rows[np.argmin(table.evidence[rows[:-1]])]] = False
    heeded = np.flatnonzero(kept & ~np.isin(table.numbers, list(ignored)))
    surplus = max(int(kept.sum()) - most, 0)
    kept[heeded[np.argsort(table.times[heeded], kind="stable")[:surplus]]] = False
    return table.take(kept)
