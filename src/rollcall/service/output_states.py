"""How the ways out besides the web are, told by themselves to whoever shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["OutputState", "OutputStates"]


@dataclass(frozen=True, slots=True)
class OutputState:
    """One moment of one way out."""

    name: str
    """What the settings call it, such as ``webhook phone`` or ``mqtt``."""
    well: bool
    words: str
    """How it is, without secrets: "connected to broker:1883", "the receiver answers 503, tried again at 14:02:10"."""
    waiting: int = 0
    """Messages that it has not passed on yet."""
    dropped: int = 0
    """Messages that it gave up since the start."""

    def __str__(self) -> str:
        counts = ((self.waiting, "waiting"), (self.dropped, "given up"))
        return ", ".join([f"{self.name}: {self.words}", *(f"{count} {what}" for count, what in counts if count)])


class OutputStates:
    """Asks whoever registered; any thread may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sources: tuple[Callable[[], Sequence[OutputState]], ...] = ()

    def add(self, source: Callable[[], Sequence[OutputState]]) -> None:
        """Ask ``source`` too from now on; it must answer at once."""
        with self._lock:
            self._sources = (*self._sources, source)

    def all(self) -> tuple[OutputState, ...]:
        """Return the states of now."""
        return tuple(state for source in self._sources for state in source())
