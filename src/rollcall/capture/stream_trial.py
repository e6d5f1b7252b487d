"""Whether a camera sends video, and of what kind, found out by watching its stream for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rollcall.capture.status import StreamState, StreamStatus
from rollcall.capture.stream import CameraStream

__all__ = ["StreamTrial", "try_stream"]

_SETTLED_SECONDS = 3.0
"""So long must pictures come before their rate is known: it is one over two seconds, and the first come in a burst."""
_LOOK_SECONDS = 0.1
_WITHOUT_KEYFRAMES = frozenset({"raw", "JPEG"})
"""Each picture stands for itself."""
_OVER = frozenset({StreamState.RETRYING, StreamState.FAILED, StreamState.ENDED})


@dataclass(frozen=True, slots=True)
class StreamTrial:
    """What came of watching one stream."""

    status: StreamStatus
    """At the end, or when the connection failed for the first time."""
    live_seconds: float
    """For how long pictures were watched; 0 where none came."""
    keyframe_seconds: float | None
    """The longest distance of two keyframes; None where there were no two."""

    @property
    def has_keyframes(self) -> bool:
        """Whether its video is such that only some pictures stand for themselves."""
        return self.status.codec not in _WITHOUT_KEYFRAMES

    def shows_rate(self) -> bool:
        """Return whether pictures came for long enough to tell how many come in a second."""
        return self.live_seconds > _SETTLED_SECONDS

    def shows_keyframes(self) -> bool:
        """Return whether the distance of its keyframes is known as well, where it has any."""
        return self.shows_rate() and (self.keyframe_seconds is not None or not self.has_keyframes)


def try_stream(stream: CameraStream, seconds: float, enough: Callable[[StreamTrial], bool]) -> StreamTrial:
    """Start ``stream``, watch it until that is ``enough``, it fails once or ``seconds`` are over, and stop it."""
    stream.start()
    try:
        return _watch(stream, time.monotonic() + seconds, enough)
    finally:
        stream.stop()


def _watch(stream: CameraStream, end: float, enough: Callable[[StreamTrial], bool]) -> StreamTrial:
    keyframes: list[float] = []
    live_since: float | None = None
    with stream.packets() as packets:
        while True:
            now, status = time.monotonic(), stream.status
            if status.state is StreamState.LIVE:
                live_since = live_since or now
            seen = StreamTrial(status, now - (live_since or now), _longest_distance(keyframes))
            # One failure is the answer; the wait for a second attempt would only delay it.
            if now >= end or status.state in _OVER or enough(seen):
                return seen
            packet = packets.read(_LOOK_SECONDS)
            if packet is not None and packet.keyframe:
                keyframes.append(packet.pts)


def _longest_distance(times: Sequence[float]) -> float | None:
    return max((later - earlier for earlier, later in pairwise(times)), default=None)
