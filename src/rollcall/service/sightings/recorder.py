"""Writes sightings down on a thread of its own, so that a slow or full disk never delays a camera."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rollcall.errors import StoreError
from rollcall.identity import Encounter
from rollcall.model import Sighting
from rollcall.service.sightings.events import Event, EventKind, Events
from rollcall.service.sightings.likenesses import Likenesses
from rollcall.service.sightings.record import Losses, Record, StayKey
from rollcall.service.sightings.record_queue import RecordQueue
from rollcall.service.sightings.unsaved_records import UnsavedRecords
from rollcall.service.strangers.encounter_queue import EncounterQueue
from rollcall.store import Store

__all__ = ["Recorder"]

_RETRY_SECONDS = 10.0
_SILENT_SECONDS = 30.0
"""A write that takes longer is told as trouble; a busy disk takes one, and another process' lock ten."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Renaming:
    """A camera's new name, on its way behind all that was recorded of the camera under the old one."""

    old: str
    new: str
    done: threading.Event = field(default_factory=threading.Event)


class _End:
    """That nothing more comes."""


class Recorder:
    """Keeps each sighting in the store as it changes, then tells the event, so that who hears of one can look it up.

    What a kept stay looks like goes on to ``likenesses``, and that of somebody unknown to ``encounters``.
    """

    def __init__(
        self,
        store: Store,
        events: Events,
        encounters: EncounterQueue,
        likenesses: Likenesses,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock``: seconds, to tell how long a write takes."""
        self._store = store
        self._events = events
        self._encounters = encounters
        self._likenesses = likenesses
        self._clock = clock
        self._work = RecordQueue[_Renaming | _End]()
        self._busy_since: float | None = None
        self._ids: dict[StayKey, int] = {}
        self._erased: set[StayKey] = set()
        """Stays that go on although what was kept of them was erased; nothing is kept of them any more."""
        self._unsaved = UnsavedRecords()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def waiting(self) -> int:
        """Changes of sightings that are not written yet, and those that the store could not take."""
        return len(self._work) + len(self._unsaved)

    @property
    def lost(self) -> Losses:
        """What was given up since the start, since too much waited."""
        return self._work.lost + self._unsaved.lost

    @property
    def trouble(self) -> str | None:
        """That the disk neither writes nor says why not, in one line; None while it does either."""
        since = self._busy_since
        silent = 0.0 if since is None else self._clock() - since
        if silent < _SILENT_SECONDS:
            return None
        return (
            f"The disk has not answered for {silent:.0f} s; {self.waiting} changes of sightings wait in memory."
            " Check the disk."
        )

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def record(self, record: Record) -> None:
        """Keep the newest state of a stay, and tell of what happened to it afterwards."""
        self._work.put(record)

    def rename(self, camera: str, new_name: str) -> None:
        """Keep under ``new_name`` what was recorded of a camera that is at rest, and return once that is done."""
        renaming = _Renaming(camera, new_name)
        if not self._thread.is_alive():
            self._rename(renaming)
            return
        self._work.send(renaming)
        renaming.done.wait()

    def stop(self) -> None:
        """Write what was recorded so far, and end."""
        self._work.send(_End())
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not isinstance(work := self._work.take(_RETRY_SECONDS), _End):
            self._busy_since = self._clock()
            self._do(work)
            self._busy_since = None
        self._save_unsaved()

    def _do(self, work: Record | _Renaming | None) -> None:
        if work is None:
            self._save_unsaved()
        elif isinstance(work, _Renaming):
            self._rename(work)
        else:
            self._record(work)
            if self._store.trouble is None:
                # Where somebody is always there, no quiet moment comes.
                self._save_unsaved()

    def _record(self, record: Record) -> None:
        joined = record.kind is EventKind.JOINED
        if not joined and record.key not in self._erased:
            self._save(record)
        if record.kind is not None and record.heard:
            self._events.tell(Event(record.kind, self._told(record)))
        if joined:
            self._join(record.key, record.into)
        self._forget_if_over(record)

    def _forget_if_over(self, record: Record) -> None:
        """Forget what is known of a stay that is over and has nothing left to write."""
        if record.kind is EventKind.LEFT and record.key not in self._unsaved:
            self._erased.discard(record.key)
            self._ids.pop(record.key, None)

    def _told(self, record: Record) -> Sighting:
        """Return what listeners hear of a stay: of one that was erased no more than when it was, and where."""
        seen = record.sighting
        if record.key in self._erased:
            return Sighting(seen.camera, seen.track, seen.start, seen.end)
        return replace(seen, id=self._ids.get(record.key))

    def _rename(self, renaming: _Renaming) -> None:
        self._unsaved.rename_camera(renaming.old, renaming.new)
        try:
            self._store.sightings.rename_camera(renaming.old, renaming.new)
        except StoreError as error:
            _log.error("the newest sightings of '%s' keep its former name: %s", renaming.new, error)
        finally:
            renaming.done.set()

    def _save(self, record: Record) -> None:
        key = record.key
        self._busy_since = self._clock()
        try:
            if key in self._ids:
                self._store.sightings.update(replace(record.sighting, id=self._ids[key]))
            else:
                self._ids[key] = self._store.sightings.add(record.sighting)
            self._unsaved.discard(key)
        except StoreError as error:
            if error.__cause__ is None:
                self._give_up(key)
            else:
                self._put_off(record, error)
        else:
            self._introduce(self._ids[key], record)

    def _introduce(self, sighting: int, record: Record) -> None:
        likeness, end = record.likeness, record.sighting.end
        if likeness is not None:
            self._likenesses.put(sighting, end, likeness)
        if likeness is not None and record.unknown:
            self._encounters.add(Encounter(sighting, end, likeness.vector, likeness.evidence))
        elif record.sighting.person is not None:
            self._encounters.withdraw(sighting)

    def _give_up(self, key: StayKey) -> None:
        """Keep nothing more of a stay that was erased while it goes on."""
        self._unsaved.discard(key)
        self._ids.pop(key, None)
        self._erased.add(key)

    def _put_off(self, record: Record, error: StoreError) -> None:
        if not self._unsaved:
            _log.error("sightings cannot be written and wait in memory: %s", error)
        given_up = self._unsaved.put(record)
        if given_up is not None:
            self._ids.pop(given_up, None)

    def _save_unsaved(self) -> None:
        for record in self._unsaved.all:
            self._save(record)
            if record.key in self._unsaved:
                return
            self._forget_if_over(record)

    def _join(self, key: StayKey, into: StayKey | None) -> None:
        """Let a sighting become a part of the one that goes on, which keeps what a user said of either."""
        self._unsaved.discard(key)
        self._erased.discard(key)
        row = self._ids.pop(key, None)
        if row is None:
            return
        if into is not None and into not in self._ids and into not in self._erased:
            # Nothing was written of the one that goes on: it goes on in this row.
            self._ids[into] = row
            return
        self._absorb(row, None if into is None else self._ids.get(into))

    def _absorb(self, row: int, into: int | None) -> None:
        try:
            if into is None:
                self._store.sightings.remove(row)
            else:
                self._store.namings.join_sightings(row, into)
        except StoreError as error:
            _log.error("sighting %d has become a part of another one and could not be removed: %s", row, error)
        for sighting in (row, into):
            if sighting is not None:
                self._encounters.withdraw(sighting)
