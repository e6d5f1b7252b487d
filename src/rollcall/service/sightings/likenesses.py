"""What was seen lately looked like, for when a user says who it is or is not."""

from __future__ import annotations

import threading
from collections import OrderedDict

from rollcall.identity import Likeness

__all__ = ["Likenesses"]

_MOST = 1000
"""Sightings remembered: 2 MB; a day of a busy door. Of older ones there is the snapshot."""


class Likenesses:
    """The newest sightings' likenesses, known or not; any thread may use it."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, tuple[float, Likeness]] = OrderedDict()

    def put(self, sighting: int, time: float, likeness: Likeness) -> None:
        """Remember a sighting's likeness at ``time``, Unix seconds, in place of an earlier one."""
        with self._lock:
            self._kept[sighting] = (time, likeness)
            self._kept.move_to_end(sighting)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def find(self, sighting: int) -> Likeness | None:
        """Return a sighting's likeness, or None where it is not remembered."""
        with self._lock:
            return self._kept[sighting][1] if sighting in self._kept else None

    def forget(self) -> None:
        """Forget all of them, since somebody was erased."""
        with self._lock:
            self._kept.clear()

    def forget_before(self, time: float) -> None:
        """Forget what is older than ``time``, as retention asks for."""
        with self._lock:
            for sighting in [one for one, (seen, _) in self._kept.items() if seen < time]:
                del self._kept[sighting]

    def __len__(self) -> int:
        return len(self._kept)
