"""Writes sightings down on a thread of its own, so that a slow or full disk never delays a camera."""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import replace

from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.service.events import Event, EventKind, Events
from rollcall.store import Store

__all__ = ["Recorder", "StayKey"]

StayKey = tuple[str, int]
"""Camera and number of the stay."""

_MOST_UNSAVED = 1000
"""Sightings kept in memory while the store cannot write; a day of a busy door. Beyond it the oldest are given up."""
_RETRY_SECONDS = 10.0

_log = logging.getLogger(__name__)


class Recorder:
    """Keeps each sighting in the store as it changes, then tells the event, so that who hears of one can look it up."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._events = events
        self._work: queue.SimpleQueue[tuple[StayKey, Sighting, EventKind | None] | None] = queue.SimpleQueue()
        self._ids: dict[StayKey, int] = {}
        self._unsaved: dict[StayKey, Sighting] = {}
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def waiting(self) -> int:
        """Changes of sightings that are not written yet, and those that the store could not take."""
        return self._work.qsize() + len(self._unsaved)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def record(self, key: StayKey, sighting: Sighting, kind: EventKind | None = None) -> None:
        """Keep ``sighting`` as the newest state of the stay ``key``, and tell of ``kind`` afterwards, where given."""
        self._work.put((key, sighting, kind))

    def stop(self) -> None:
        """Write what was recorded so far, and end."""
        self._work.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                work = self._work.get(timeout=_RETRY_SECONDS)
            except queue.Empty:
                self._save_unsaved()
                continue
            if work is None:
                self._save_unsaved()
                return
            self._record(*work)

    def _record(self, key: StayKey, sighting: Sighting, kind: EventKind | None) -> None:
        if kind is EventKind.JOINED:
            self._events.tell(Event(kind, replace(sighting, id=self._ids.get(key))))
            self._drop(key)
            return
        self._save(key, sighting)
        if kind is not None:
            self._events.tell(Event(kind, replace(sighting, id=self._ids.get(key))))
        if kind is EventKind.LEFT and key not in self._unsaved:
            self._ids.pop(key, None)

    def _save(self, key: StayKey, sighting: Sighting) -> None:
        try:
            if key in self._ids:
                self._store.sightings.update(replace(sighting, id=self._ids[key]))
            else:
                self._ids[key] = self._store.sightings.add(sighting)
            self._unsaved.pop(key, None)
        except StoreError as error:
            self._put_off(key, sighting, error)

    def _put_off(self, key: StayKey, sighting: Sighting, error: StoreError) -> None:
        if not self._unsaved:
            _log.error("sightings cannot be written and wait in memory: %s", error)
        self._unsaved[key] = sighting
        if len(self._unsaved) > _MOST_UNSAVED:
            oldest = next(iter(self._unsaved))
            del self._unsaved[oldest]
            self._ids.pop(oldest, None)

    def _save_unsaved(self) -> None:
        for key, sighting in tuple(self._unsaved.items()):
            self._save(key, sighting)
            if key in self._unsaved:
                return

    def _drop(self, key: StayKey) -> None:
        """Forget a sighting that has become a part of another one."""
        self._unsaved.pop(key, None)
        row = self._ids.pop(key, None)
        if row is not None:
            try:
                self._store.sightings.remove(row)
            except StoreError as error:
                _log.error("sighting %d has become a part of another one and could not be removed: %s", row, error)
