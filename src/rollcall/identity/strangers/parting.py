"""Whose encounters are whose, once it turns out that two strangers who were made one are two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric
from rollcall.identity.strangers.encounters import EncounterTable
from rollcall.identity.strangers.stranger import FormerStranger, MergedStrangers

__all__ = ["rows_of_duplicate"]


def rows_of_duplicate(table: EncounterTable, merged: MergedStrangers, metric: Metric, near: float) -> NDArray[np.bool_]:
    """Return (N,) bool: which rows of ``table`` leave the stranger who was kept, and are the duplicate's again.

    Those that were the duplicate's, and of those that came since the ones that look more like it than like the other:
    whoever would have been taken for the duplicate. ``near``: least closeness by which somebody is taken for another.
    """
    both = table.numbers == merged.kept.number
    returning = np.isin(table.ids, _ids(merged.duplicate))
    since = np.flatnonzero(both & ~returning & ~np.isin(table.ids, _ids(merged.kept)))
    likeness = _likeness(table.vectors[since], merged.duplicate, metric)
    alike = (likeness >= near) & (likeness > _likeness(table.vectors[since], merged.kept, metric))
    returning[since[alike]] = True
    theirs: NDArray[np.bool_] = both & returning
    return theirs


def _likeness(vectors: NDArray[np.float32], former: FormerStranger, metric: Metric) -> NDArray[np.float32]:
    """Return (N,) float32: how near each of ``vectors`` is to the nearest encounter of a former stranger."""
    if not former.encounters:
        return np.full(len(vectors), -np.inf, np.float32)
    known = np.stack([one.vector for one in former.encounters])
    return np.array([metric.closeness(vector, known).max() for vector in vectors], np.float32)


def _ids(former: FormerStranger) -> list[int]:
    return [one.id for one in former.encounters]
