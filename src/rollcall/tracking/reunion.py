"""Who comes back: tracks that have just been looked at, and people away whom they look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from rollcall.tracking.appearance import Looks
from rollcall.tracking.assignment import Pairs, assign
from rollcall.tracking.log_ratio import looks_log_ratio, return_log_ratio
from rollcall.tracking.memory import NO_NUMBER, Memory, Numbers
from rollcall.tracking.tables import take

__all__ = ["find_reunions", "rows_apart"]

_REUNION = 2.0
"""Nats for being somebody who had left, all told, that give a track their number: seven to one."""


def find_reunions(
    memory: Memory, time: float, apart: Iterable[tuple[int, int]], stranger_distance: float | None
) -> Pairs:
    """Return who of those embedded at ``time`` is whom of those not seen then: rows of ``memory`` both, the old first.

    ``apart``: pairs of numbers, old and new, that are never one person's.
    """
    numbered = memory.number != NO_NUMBER
    here = np.flatnonzero(numbered & (memory.appearance.embedded_at == time))
    away = np.flatnonzero(numbered & (memory.appearance.information > 0) & (memory.motion.time < time))
    if not len(here) or not len(away):
        return assign(np.zeros((len(away), len(here))))
    now, before = take(memory.appearance, here), take(memory.appearance, away)
    by_appearance = looks_log_ratio(before, Looks(now.template, now.clarity), stranger_distance)
    # Nobody is two people at once.
    met = memory.motion.time[away][:, np.newaxis] >= memory.first_seen[here]
    log_ratio = np.where(met, -np.inf, by_appearance + return_log_ratio(len(away)) - _REUNION)
    for row, column in rows_apart(apart, memory.number[away], memory.number[here]):
        log_ratio[row, column] = -np.inf
    pairs = assign(log_ratio)
    return replace(pairs, rows=away[pairs.rows], columns=here[pairs.columns])


def rows_apart(apart: Iterable[tuple[int, int]], before: Numbers, after: Numbers) -> Iterator[tuple[int, int]]:
    """Yield the rows among ``before`` and ``after`` at which the old and the new number of pairs ``apart`` stand."""
    for old, new in apart:
        yield from product(np.flatnonzero(before == old).tolist(), np.flatnonzero(after == new).tolist())
