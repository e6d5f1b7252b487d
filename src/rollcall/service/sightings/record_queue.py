"""Records on their way to the disk, bounded: a disk may hang for days without an error."""

from __future__ import annotations

import logging
import threading
from itertools import count
from typing import Generic, TypeVar

from rollcall.service.sightings.record import Losses, Record, StayKey

__all__ = ["RecordQueue"]

Errand = TypeVar("Errand")

_MOST_WAITING = 5000
"""Records; two days of a busy door, 20 MB without pictures."""
_MOST_PICTURES = 100
"""Of these, the newest, with their snapshots: a face near the camera takes a megabyte."""

_log = logging.getLogger(__name__)


class RecordQueue(Generic[Errand]):
    """Records in their order, with errands between them, from any thread to one; who puts one in waits for nothing.

    Where too much waits there go first the states of a stay that a later record tells too, then the oldest pictures,
    then the oldest records. What ends a stay of which something was taken is never given up, nor is an errand.
    """

    def __init__(self, most: int = _MOST_WAITING, most_pictures: int = _MOST_PICTURES) -> None:
        self._most = most
        self._most_pictures = most_pictures
        self._turn = threading.Condition()
        self._places = count()
        self._waiting: dict[int, Record | Errand] = {}
        self._states: dict[StayKey, int] = {}
        """Where the newest state of a stay waits of which nothing is to be told."""
        self._pictured: dict[int, StayKey] = {}
        """Where records with pictures wait, the oldest first."""
        self._begun: set[StayKey] = set()
        """Stays of which something was taken, and not the end yet."""
        self._lost = Losses()
        self._told = Losses()
        """Of these, what the log has told."""

    @property
    def lost(self) -> Losses:
        """What was given up since the start."""
        return self._lost

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, record: Record) -> None:
        """Let a record wait, and give up another one where too many do."""
        with self._turn:
            place = self._append(record)
            superseded = self._states.pop(record.key, None)
            if superseded is not None:
                self._remove(superseded)
            if record.kind is None:
                self._states[record.key] = place
            if record.sighting.snapshot is not None:
                self._pictured[place] = record.key
            self._make_room()

    def send(self, errand: Errand) -> None:
        """Let an errand wait, to be done after all records before it."""
        with self._turn:
            self._append(errand)

    def take(self, timeout_seconds: float) -> Record | Errand | None:
        """Return what has waited longest, or None where nothing comes within the time."""
        with self._turn:
            if not self._turn.wait_for(lambda: self._waiting, timeout_seconds):
                return None
            work = self._remove(next(iter(self._waiting)))
            if isinstance(work, Record):
                (self._begun.discard if work.is_last else self._begun.add)(work.key)
            if not self._waiting:
                self._tell_losses()
            return work

    def _append(self, work: Record | Errand) -> int:
        place = next(self._places)
        self._waiting[place] = work
        self._turn.notify()
        return place

    def _remove(self, place: int) -> Record | Errand:
        work = self._waiting.pop(place)
        self._pictured.pop(place, None)
        if isinstance(work, Record) and self._states.get(work.key) == place:
            del self._states[work.key]
        return work

    def _make_room(self) -> None:
        before = self._lost
        if len(self._pictured) > self._most_pictures:
            self._give_up_picture()
        if len(self._waiting) > self._most:
            self._give_up_record()
        if before == self._told != self._lost:
            _log.error(
                "the disk does not keep up with sightings: %d changes wait, and the oldest pictures go", len(self)
            )

    def _give_up_picture(self) -> None:
        place, key = next(iter(self._pictured.items()))
        del self._pictured[place]
        record = self._waiting[place]
        if isinstance(record, Record):
            self._waiting[place] = record.without_picture()
        # A later record of the same stay has one that is as good.
        if key not in self._pictured.values():
            self._lost += Losses(pictures=1)

    def _give_up_record(self) -> None:
        oldest = (place for place, work in self._waiting.items() if isinstance(work, Record) and self._may_go(work))
        place = next(oldest, None)
        if place is not None:
            self._remove(place)
            self._lost += Losses(changes=1)

    def _may_go(self, record: Record) -> bool:
        return not record.is_last or record.key not in self._begun

    def _tell_losses(self) -> None:
        if self._lost != self._told:
            _log.warning("sightings are written again; %s meanwhile", self._lost - self._told)
            self._told = self._lost
