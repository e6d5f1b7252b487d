"""The strangers of the clustering, and what of them stands in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rollcall.identity import Encounter, Metric, Strangers, StrangersState
from rollcall.service.strangers.stranger_changes import joined_strangers, stranger_changes
from rollcall.store import KeptStrangers, ModelMark, Store, StrangersChange

__all__ = ["StrangerLedger"]


class StrangerLedger:
    """Keeps the store in step with the clustering, a difference at a time. Its owner sees to turns."""

    def __init__(self, store: Store, mark: ModelMark, metric: Metric, threshold: float) -> None:
        """Take over what the store keeps. ``threshold``: of naming, in the metric. Raises StoreError."""
        self._store = store
        self._mark = mark
        self.strangers = Strangers(metric, threshold, state=_state_of(store.strangers.load(mark)))
        self._written = self.strangers.numbers
        """Encounters as they stand in the store, each with its stranger."""
        self._unwritten: set[int] = set()
        """Encounters that the store has not, or not as they are now."""

    def add(self, encounter: Encounter) -> None:
        """Take in an encounter. Raises StoreError where it cannot be written; then it is with the next change."""
        self.strangers.add(encounter)
        self._unwritten.add(encounter.id)
        self.write(joined=joined_strangers(self._written, self.strangers.numbers))

    def write(
        self, *, numbers: Mapping[int, int | None] | None = None, joined: Mapping[int, int] | None = None
    ) -> None:
        """Write what is different from what is written. ``numbers``: sightings' strangers, remembered or not."""
        self._store.strangers.write(self._change(numbers or {}, joined or {}), self._mark)
        self._settle()

    @contextmanager
    def written_with(self) -> Iterator[StrangersChange]:
        """Give what is different, for who writes it together with something else within the block."""
        yield self._change({}, {})
        self._settle()

    def take_as_written(self) -> None:
        """Take over that the store has forgotten what the clustering forgot; what was not written waits on."""
        self._written = self.strangers.numbers

    def follow_store(self) -> None:
        """Forget what the store no longer has. Raises StoreError."""
        gone = self.strangers.numbers.keys() - self._store.strangers.encounters() - self._unwritten
        self.strangers.erase(gone)
        self._written = self.strangers.numbers

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Leave everything as it was where the store refuses: what a user asked for is done wholly or not at all."""
        before = self.strangers.state
        try:
            yield
        except BaseException:
            self.strangers.restore(before)
            raise

    def _change(self, numbers: Mapping[int, int | None], joined: Mapping[int, int]) -> StrangersChange:
        return stranger_changes(self._written, self._unwritten, self.strangers, numbers, joined)

    def _settle(self) -> None:
        self._written = self.strangers.numbers
        self._unwritten.clear()


def _state_of(kept: KeptStrangers) -> StrangersState:
    met = (Encounter(one.id, one.time, one.vector, one.evidence, one.stranger) for one in kept.encounters)
    return StrangersState(tuple(met), kept.ignored, kept.apart, kept.next_number)
