"""A look at one camera: does it answer, and with what video."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

from rollcall.capture.status import StreamState, StreamStatus
from rollcall.capture.stream import CameraStream
from rollcall.config import CameraSettings, CaptureSettings

__all__ = ["CameraExamination", "examine_camera"]

_SETTLED_SECONDS = 3.0
"""So long must pictures come before their rate is known."""
_LOOK_SECONDS = 0.2
_WITHOUT_KEYFRAMES = frozenset({"raw", "JPEG"})
"""Each picture stands for itself."""
_OVER = frozenset({StreamState.RETRYING, StreamState.FAILED, StreamState.ENDED})


@dataclass(frozen=True, slots=True)
class CameraExamination:
    """What one look at a camera showed."""

    camera: str
    status: StreamStatus
    """At the end of the look, or when the connection failed for the first time."""
    keyframe_seconds: float | None
    """The longest distance of two keyframes; None where there were no two."""

    @property
    def has_keyframes(self) -> bool:
        """Whether its video is such that only some pictures stand for themselves."""
        return self.status.codec not in _WITHOUT_KEYFRAMES


def examine_camera(camera: CameraSettings, settings: CaptureSettings, seconds: float) -> CameraExamination:
    """Connect to ``camera``, watch it for at most ``seconds`` and hang up.

    Raises SourceUnsupported where its URL is no source of video.
    """
    stream = CameraStream(camera.name, camera.url, settings)
    stream.start()
    try:
        return _watch(stream, time.monotonic() + seconds)
    finally:
        stream.stop()


def _watch(stream: CameraStream, end: float) -> CameraExamination:
    keyframes: list[float] = []
    live_since: float | None = None
    with stream.packets() as packets:
        while (now := time.monotonic()) < end and stream.status.state not in _OVER:
            packet = packets.read(_LOOK_SECONDS)
            if packet is not None and packet.keyframe:
                keyframes.append(packet.pts)
            if stream.status.state is StreamState.LIVE:
                live_since = live_since or now
                needs_keyframes = stream.status.codec not in _WITHOUT_KEYFRAMES
                if now - live_since > _SETTLED_SECONDS and (len(keyframes) > 1 or not needs_keyframes):
                    break
    distance = max((later - earlier for earlier, later in pairwise(keyframes)), default=None)
    return CameraExamination(stream.name, stream.status, distance)
