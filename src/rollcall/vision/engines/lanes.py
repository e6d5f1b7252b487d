"""Turns of inferences on the processor: one lane each, or all lanes for one that is alone and long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Lanes"]


class Lanes:
    """So many lanes, for as many inferences at once; safe to use from several threads."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = count
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[int]:
        """Wait for a lane and hold it; what is yielded is 1, the lanes held."""
        self._take_one()
        try:
            yield 1
        finally:
            self._give(1)

    @contextmanager
    def all_or_one(self) -> Iterator[int]:
        """Hold all lanes where nobody holds or awaits one, else wait for one; yields the lanes held.

        Who finds others at work goes beside them. So nobody waits for all lanes, and a long inference after another
        keeps nobody waiting for longer than the first of them takes.
        """
        held = self._take_all_or_one()
        try:
            yield held
        finally:
            self._give(held)

    def _take_all_or_one(self) -> int:
        with self._changed:
            if self._free == self.count and not self._waiting:
                self._free = 0
                return self.count
        self._take_one()
        return 1

    def _take_one(self) -> None:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: self._free > 0)
            self._waiting -= 1
            self._free -= 1

    def _give(self, held: int) -> None:
        with self._changed:
            self._free += held
            self._changed.notify(held)
