"""Encounters on their way to the strangers, on a thread of its own: telling people apart takes a while."""

from __future__ import annotations

import logging
import queue
import threading

from rollcall.errors import StoreError
from rollcall.identity import Encounter
from rollcall.service.strangers.stranger_register import StrangerRegister

__all__ = ["EncounterQueue"]

_log = logging.getLogger(__name__)


class EncounterQueue:
    """Hands ``StrangerRegister`` encounters, one after the other; who reports them waits for nothing."""

    def __init__(self, strangers: StrangerRegister) -> None:
        self._strangers = strangers
        self._work: queue.SimpleQueue[Encounter | int | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="strangers", daemon=True)

    @property
    def waiting(self) -> int:
        """Encounters that are not put to a stranger yet."""
        return self._work.qsize()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End with what was reported so far."""
        self._work.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def add(self, encounter: Encounter) -> None:
        """Report a stay of somebody unknown, or what it looks like after a while."""
        self._work.put(encounter)

    def withdraw(self, sighting: int) -> None:
        """Report that a stay is of somebody known."""
        self._work.put(sighting)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                self._take_in(work)
            except StoreError as error:
                _log.error("a stranger could not be written and waits for the next one: %s", error)
            except Exception:
                # One stay that cannot be compared must not keep those after it from being recognised.
                _log.exception("a stay could not be put to a stranger")

    def _take_in(self, work: Encounter | int) -> None:
        if isinstance(work, Encounter):
            self._strangers.add(work)
        else:
            self._strangers.withdraw(work)
