"""Faces of unknown people into groups of one person each, and numbers that outlive the next grouping."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric

__all__ = ["NOBODY", "continue_numbers", "density_groups"]

NOBODY = 0
"""The number of what belongs to no stranger yet."""

_ALONE = -1


def density_groups(
    vectors: NDArray[np.float32], weights: NDArray[np.float32], metric: Metric, *, near: float, weight: float
) -> NDArray[np.intp]:
    """Return a label for each of ``vectors`` (N, D), -1 for what lies alone.

    DBSCAN (Ester et al., KDD 1996): dense is a vector around which, no farther than ``near``, there is at least
    ``weight``, its own included; dense vectors that are near each other are one group, and what is near a dense one
    belongs to it. Where that fits several groups, it is the first one's.
    """
    close = np.stack([metric.closeness(vector, vectors) >= near for vector in vectors])
    # One of two may be near the other by a rounding error only; a vector of length 0 is not even near itself.
    close |= close.T | np.eye(len(vectors), dtype=bool)
    dense = close @ weights >= weight
    labels = np.full(len(vectors), _ALONE, np.intp)
    for group, seed in enumerate(_seeds(labels, dense)):
        labels[_reached(seed, close, dense) & (labels == _ALONE)] = group
    return labels


def _seeds(labels: NDArray[np.intp], dense: NDArray[np.bool_]) -> Iterator[int]:
    """Return dense rows that have no label yet when it is their turn."""
    return (row for row in np.flatnonzero(dense).tolist() if labels[row] == _ALONE)


def _reached(seed: int, close: NDArray[np.bool_], dense: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows the group of the dense row ``seed`` grows to: step by step, and only from dense ones."""
    reached: NDArray[np.bool_] = close[seed]
    while True:
        grown: NDArray[np.bool_] = np.logical_or.reduce(close[reached & dense], axis=0)
        if np.array_equal(grown, reached):
            return reached
        reached = grown


def continue_numbers(
    labels: NDArray[np.intp],
    before: NDArray[np.int64],
    vectors: NDArray[np.float32],
    *,
    metric: Metric,
    may_join: Callable[[int, int], bool],
    next_number: int,
) -> NDArray[np.int64]:
    """Return a stranger's number for each vector, so that who had one keeps it.

    ``labels``: groups, as of ``density_groups``. ``before``: numbers so far, NOBODY for none. Of two numbers in one
    group the older one goes on, if ``may_join(older, newer)``; otherwise both stay, and newcomers go to the nearest.
    A number is never taken away: what has become sparse since was dense once.
    """
    numbers = before.copy()
    for label in np.unique(labels[labels >= 0]):
        rows = np.flatnonzero(labels == label)
        held = np.unique(before[rows][before[rows] != NOBODY])
        if not len(held):
            numbers[rows] = next_number
            next_number += 1
            continue
        _join(numbers, rows, held, may_join)
        _take_in(numbers, rows, vectors, metric)
    return numbers


def _join(
    numbers: NDArray[np.int64], rows: NDArray[np.intp], held: NDArray[np.int64], may_join: Callable[[int, int], bool]
) -> None:
    going_on: list[int] = []
    for number in held.tolist():
        older = next((one for one in going_on if may_join(one, number)), None)
        if older is None:
            going_on.append(number)
        else:
            numbers[rows[numbers[rows] == number]] = older


def _take_in(numbers: NDArray[np.int64], rows: NDArray[np.intp], vectors: NDArray[np.float32], metric: Metric) -> None:
    """Give newcomers of a group the number of the nearest one that has one."""
    numbered = rows[numbers[rows] != NOBODY]
    for row in rows[numbers[rows] == NOBODY]:
        numbers[row] = numbers[numbered[np.argmax(metric.closeness(vectors[row], vectors[numbered]))]]
