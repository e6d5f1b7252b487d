"""People nobody has named: recognised again tomorrow under a number, named once for their past and their future."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric
from rollcall.identity.strangers.clustering import NOBODY
from rollcall.identity.strangers.encounters import Encounter, EncounterTable
from rollcall.identity.strangers.grouping import regrouped, trimmed
from rollcall.identity.strangers.parting import rows_of_duplicate
from rollcall.identity.strangers.stranger import (
    Choices,
    FormerStranger,
    MergedStrangers,
    Relabelling,
    Stranger,
    StrangersState,
)
from rollcall.model import Embedding

__all__ = ["Strangers"]

_CLOSER = 0.08
"""Two encounters are one stranger's when they are nearer than the naming threshold by this: chains of lookalikes grow
with the number of strangers. Over 2,086 people of LFW with one to 14 photos each 99.7 % of the pairs put together are
one person's and 95 % of one person's pairs are put together; at the threshold itself it is 77 % and 98 %."""


class Strangers:
    """Tells strangers apart and knows them again. Safe to use from several threads.

    Encounters are kept until ``forget_before`` or ``erase`` drops them; those of ignored strangers stay, since a face
    that is forgotten cannot be ignored.
    """

    def __init__(
        self, metric: Metric, threshold: float, *, most: int = 10_000, state: StrangersState | None = None
    ) -> None:
        """``threshold``: of naming, in the metric. ``most``: encounters kept, beyond which the oldest go."""
        self._metric = metric
        self._near = metric.to_closeness(threshold) + _CLOSER
        self._most = most
        self._writing = threading.Lock()
        self._revision = self._parted = 0
        self.restore(state or StrangersState())

    def restore(self, state: StrangersState) -> None:
        """Know what ``state`` says and nothing else."""
        with self._writing:
            self._table = EncounterTable.of(state.encounters)
            self._choices = Choices(set(state.ignored), set(state.apart))
            self._next = state.next_number
            self._revision += 1

    @property
    def revision(self) -> int:
        """Grows with every change, so that who was asked for before it can be asked for again."""
        return self._revision

    @property
    def parted(self) -> int:
        """Grows as one stranger becomes two, so that who was taken for the one can be asked for again."""
        return self._parted

    def recognise(self, vector: Embedding) -> Stranger | None:
        """Return the stranger that a track's template is nearest to, or None for somebody never met."""
        table = self._table
        if not len(table.ids):
            return None
        closeness = self._metric.closeness(self._metric.prepare(vector), table.vectors)
        row = int(np.argmax(closeness))
        return self.stranger(int(table.numbers[row])) if closeness[row] >= self._near else None

    def stranger(self, number: int) -> Stranger | None:
        """Return the stranger of that number, or None where there is none (any more)."""
        table = self._table
        rows = table.rows_of(number)
        if number == NOBODY or not len(rows):
            return None
        rows = rows[np.argsort(table.times[rows], kind="stable")]
        times = table.times[rows]
        ids = tuple(table.ids[rows].tolist())
        return Stranger(number, ids, float(times[0]), float(times[-1]), number in self._choices.ignored)

    @property
    def all(self) -> tuple[Stranger, ...]:
        """Every stranger, by number."""
        numbers = np.unique(self._table.numbers)
        return tuple(stranger for number in numbers.tolist() if (stranger := self.stranger(number)) is not None)

    @property
    def numbers(self) -> Mapping[int, int | None]:
        """The stranger of every remembered encounter, by id."""
        table = self._table
        return {one: number or None for one, number in zip(table.ids.tolist(), table.numbers.tolist(), strict=True)}

    def encounter(self, encounter: int) -> Encounter | None:
        """Return the encounter of that id, or None where it is not remembered (any more)."""
        table = self._table
        return next(iter(table.take(table.ids == encounter).encounters()), None)

    def alike(self, number: int, limit: int) -> tuple[int, ...]:
        """Return the numbers of other strangers, the one who looks most like this one first."""
        table = self._table
        rows, others = table.rows_of(number), np.unique(table.numbers[~np.isin(table.numbers, (NOBODY, number))])
        if not len(rows):
            return ()
        centre = self._metric.prepare(table.vectors[rows].mean(axis=0))
        near = [float(self._metric.closeness(centre, table.vectors[table.rows_of(other)]).max()) for other in others]
        return tuple(others[np.argsort(near)[::-1][:limit]].tolist())

    @property
    def ignores_anybody(self) -> bool:
        """Whether there is somebody of whom nobody wants to hear."""
        return bool(self._choices.ignored)

    def add(self, encounter: Encounter) -> tuple[Relabelling, ...]:
        """Take in one encounter; return which encounters belong to another stranger now, this one among them.

        One that is remembered already, since the stay went on, is replaced; it keeps its stranger.
        """
        with self._writing:
            known = int(self._table.numbers[self._table.ids == encounter.id].max(initial=NOBODY))
            fresh = replace(encounter, vector=self._metric.prepare(encounter.vector), stranger=known or None)
            table = self._table.take(self._table.ids != encounter.id).with_row(fresh)
            numbers = regrouped(table, self._metric, self._near, apart=self._choices.apart, next_number=self._next)
            return self._relabel(table, numbers)

    def merge(self, number: int, into: int) -> MergedStrangers:
        """Say that two strangers are one; return who they were."""
        with self._writing:
            merged = MergedStrangers(kept=self._known(into), duplicate=self._known(number))
            self._choices.join(number, into)
            self._relabel(self._table, np.where(self._table.numbers == number, into, self._table.numbers))
            return merged

    def unmerge(self, merged: MergedStrangers) -> None:
        """Take back ``merge``. Who came since then goes to the one of both who looks more like it.

        An encounter that is somebody else's by now stays there, and so does what was said since then of the one kept.
        """
        with self._writing:
            number = merged.duplicate.number
            returning = rows_of_duplicate(self._table, merged, self._metric, self._near)
            self._table = replace(self._table, numbers=np.where(returning, number, self._table.numbers))
            self._table = self._table.with_missing(merged.duplicate.encounters)
            self._choices.part(merged, self._table.numbers.tolist())
            self._parted += 1
            self._revision += 1

    def separate(self, encounter: int) -> tuple[Relabelling, ...]:
        """Say "not this person": the encounter becomes a stranger of its own, who will not be taken for that one."""
        with self._writing:
            numbers = self._table.numbers.copy()
            before = numbers[self._table.ids == encounter]
            if not len(before) or before[0] == NOBODY:
                return ()
            numbers[self._table.ids == encounter] = self._next
            self._parted += 1
            self._choices.apart.add(frozenset((int(before[0]), self._next)))
            return self._relabel(self._table, numbers)

    def ignore(self, number: int) -> None:
        """Never alert for this stranger again."""
        with self._writing:
            self._choices.ignored.add(number)
            self._revision += 1

    def heed(self, number: int) -> None:
        """Take back ``ignore``."""
        with self._writing:
            self._choices.ignored.discard(number)
            self._revision += 1

    def name(self, number: int) -> FormerStranger:
        """Give a stranger up to the gallery: return who it was, and remember it no more.

        Whoever calls it enrols the likenesses under a name and writes that name to all sightings of the number.
        """
        with self._writing:
            former = self._known(number)
            self._drop(self._table.numbers == number)
            return former

    def unname(self, former: FormerStranger) -> None:
        """Take back ``name``: remember the stranger again. An encounter that is somebody else's by now stays there."""
        with self._writing:
            self._table = self._table.with_missing(former.encounters)
            self._choices.restore(former, self._table.numbers.tolist())
            self._revision += 1

    def erase(self, encounters: Iterable[int]) -> None:
        """Forget these encounters for good, ignored or not."""
        with self._writing:
            self._drop(np.isin(self._table.ids, list(encounters)))

    def forget_before(self, time: float) -> None:
        """Forget what is older than ``time``, as retention asks for; ignored strangers stay."""
        with self._writing:
            heeded = ~np.isin(self._table.numbers, list(self._choices.ignored))
            self._drop((self._table.times < time) & heeded)

    @property
    def state(self) -> StrangersState:
        """Everything to be kept over a restart."""
        with self._writing:
            return self._state(self._table.encounters())

    @property
    def choices(self) -> StrangersState:
        """The same without the encounters."""
        with self._writing:
            return self._state(())

    def _known(self, number: int) -> FormerStranger:
        """Return a stranger as it is now, for it to be given up."""
        rows = self._table.rows_of(number)
        best = rows[np.argsort(-self._table.evidence[rows], kind="stable")]
        return self._choices.former(number, self._table.encounters(best))

    def _state(self, encounters: tuple[Encounter, ...]) -> StrangersState:
        choices = self._choices
        return StrangersState(encounters, frozenset(choices.ignored), frozenset(choices.apart), self._next)

    def __len__(self) -> int:
        """Return how many encounters are remembered."""
        return len(self._table.ids)

    def _relabel(self, table: EncounterTable, numbers: NDArray[np.int64]) -> tuple[Relabelling, ...]:
        changed = np.flatnonzero(numbers != table.numbers)
        told = tuple(
            Relabelling(int(table.ids[row]), int(table.numbers[row]) or None, int(numbers[row]) or None)
            for row in changed
        )
        for joined in {(one.before, one.after) for one in told}:
            self._follow_join(joined, numbers)
        self._next = max(self._next, int(numbers.max(initial=0)) + 1)
        self._table = trimmed(replace(table, numbers=numbers), self._choices.ignored, self._most)
        self._revision += 1
        return told

    def _follow_join(self, joined: tuple[int | None, int | None], numbers: NDArray[np.int64]) -> None:
        before, after = joined
        if before is not None and after is not None and before not in numbers:
            self._choices.join(before, after)

    def _drop(self, gone: NDArray[np.bool_]) -> None:
        before = set(self._table.numbers.tolist())
        self._table = self._table.take(~gone)
        self._revision += 1
        for number in before - set(self._table.numbers.tolist()):
            self._choices.drop(number)
