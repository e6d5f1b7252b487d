"""Somebody who looks at every frame of a stream and writes down when it came and when it was taken."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from itertools import pairwise

from rollcall.bench.capture.time_code import read_time
from rollcall.capture import CameraStream

__all__ = ["Look", "Watcher"]

_WAIT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, as an analysis would have got it."""

    seen: float
    """Unix time at which it was handed out."""
    taken: float | None
    """Unix time drawn into it; None where it cannot be read."""
    size: tuple[int, int]
    """Width and height."""

    @property
    def age(self) -> float | None:
        """Seconds from being taken to being handed out."""
        return None if self.taken is None else self.seen - self.taken


class Watcher:
    """Reads a stream in a thread of its own, until it is stopped."""

    def __init__(self, stream: CameraStream) -> None:
        self._stream = stream
        self._looks: list[Look] = []
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"watch-{stream.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._stopping.set()
        self._thread.join()

    def wait_for_fresh(self, since: float, timeout_seconds: float) -> Look | None:
        """Return the first frame that was taken after Unix time ``since``, or None if none came in time."""

        def found() -> Look | None:
            return next((look for look in self._looks if look.taken is not None and look.taken >= since), None)

        with self._changed:
            return self._changed.wait_for(found, timeout_seconds)

    def looks(self, since: float) -> tuple[Look, ...]:
        """Return the frames that were handed out after Unix time ``since``."""
        with self._changed:
            return tuple(look for look in self._looks if look.seen >= since)

    def longest_gap(self, since: float, until: float) -> float:
        """Return the longest time without a frame between two Unix times, in seconds."""
        times = [since, *(look.seen for look in self.looks(since) if look.seen <= until), until]
        return max(later - earlier for earlier, later in pairwise(times))

    def _watch(self) -> None:
        sequence = -1
        while not self._stopping.is_set():
            frame = self._stream.wait(sequence, _WAIT_SECONDS)
            if frame is None:
                continue
            seen, sequence = time.time(), frame.sequence
            look = Look(seen, read_time(frame.image), (frame.image.shape[1], frame.image.shape[0]))
            with self._changed:
                self._looks.append(look)
                self._changed.notify_all()
