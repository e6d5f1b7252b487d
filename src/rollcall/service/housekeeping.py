"""Deletes what has been kept for long enough, now and again while the system runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from rollcall.errors import StoreError
from rollcall.service.sightings.likenesses import Likenesses
from rollcall.service.strangers.stranger_register import StrangerRegister
from rollcall.store import Store

__all__ = ["Housekeeping"]

_PAUSE_SECONDS = 3600.0
"""Retention is told in days; an hour later is soon enough."""

_log = logging.getLogger(__name__)


class Housekeeping:
    """Applies the store's retention from ``start`` to ``stop``, on a thread of its own."""

    def __init__(
        self,
        store: Store,
        strangers: StrangerRegister,
        likenesses: Likenesses,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._likenesses = likenesses
        self._strangers = strangers
        self._clock = clock
        self.doubt: str | None = None
        """Why nothing is deleted: the clock cannot be believed. None while it can."""
        self._afterwards: list[Callable[[], None]] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="housekeeping", daemon=True)

    def when_tidied(self, follow: Callable[[], None]) -> None:
        """Call ``follow`` after each time, so that nothing of what was deleted stays elsewhere."""
        self._afterwards.append(follow)

    def start(self) -> None:
        """Begin, with what is outdated now."""
        self._thread.start()

    def stop(self) -> None:
        """End once the work in hand is done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._look(self._clock())
            except StoreError as error:
                _log.error("what is outdated could not be deleted: %s", error)
            self._stopping.wait(_PAUSE_SECONDS)

    def _look(self, now: float) -> None:
        before, self.doubt = self.doubt, self._store.clock.read(now)
        if self.doubt is None:
            self._tidy(now)
        elif before is None:
            _log.warning("retention waits: %s", self.doubt)

    def _tidy(self, now: float) -> None:
        before = self._store.retention.strangers_before(now)
        self._strangers.forget_before(before)
        self._likenesses.forget_before(before)
        self._store.retention.apply(now)
        # Encounters that bore a time ahead of the clock went with what was written after them.
        self._strangers.follow_store()
        for follow in self._afterwards:
            follow()
