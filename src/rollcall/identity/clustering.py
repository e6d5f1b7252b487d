"""Faces of unknown people into groups of one person each, and numbers that outlive the next grouping."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric

__all__ = ["NOBODY", "continue_numbers", "density_groups"]

NOBODY = 0
"""The number of what belongs to no stranger yet."""

_LEAST_REACH = 1e-6
"""DBSCAN wants a positive reach, also where a threshold leaves none."""


def density_groups(
    vectors: NDArray[np.float32], weights: NDArray[np.float32], metric: Metric, *, near: float, weight: float
) -> NDArray[np.intp]:
    """Return a label for each of ``vectors`` (N, D), -1 for what lies alone.

    DBSCAN: vectors grow together from those around which, closer than ``near``, there is at least ``weight``.
    """
    # Takes most of a second, which `rollcall --help` and a camera's first picture need not wait for.
    from sklearn.cluster import DBSCAN

    closeness = np.stack([metric.closeness(vector, vectors) for vector in vectors])
    nearest = 1.0 if metric is Metric.COSINE else 0.0
    distances = np.clip(nearest - closeness, 0.0, None).astype(np.float64)
    grouping = DBSCAN(eps=max(nearest - near, _LEAST_REACH), min_samples=1, metric="precomputed")
    labels: NDArray[np.intp] = grouping.fit(distances, sample_weight=weights / weight).labels_
    return labels


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
