"""How a camera's connection is, in words for people and as values for machines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["StreamState", "StreamStatus"]


class StreamState(StrEnum):
    """What a camera's stream is doing."""

    CONNECTING = "connecting"
    """The camera was asked and has not shown a picture yet."""
    LIVE = "live"
    """Frames arrive."""
    STALLED = "stalled"
    """Frames arrived and then stopped; the connection still stands and may recover."""
    RETRYING = "retrying"
    """The connection broke or never came about; the next attempt has its time."""
    FAILED = "failed"
    """Nothing will change until somebody changes something: a password, a path, a file. Asked again now and then."""
    ENDED = "ended"
    """A file was played to its end, or the stream was stopped."""


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """One moment of a camera's stream."""

    state: StreamState
    reason: str = ""
    """Why it is so, as one sentence without secrets; empty while all is well."""
    since: float = 0.0
    """Unix time at which ``state`` began."""
    retry_at: float | None = None
    """Unix time of the next attempt, where one is due."""
    attempts: int = 0
    """Connections begun, the first one included."""
    frames: int = 0
    """Frames decoded since the start, over all connections."""
    width: int = 0
    height: int = 0
    """Size of the newest frame in pixels; 0 before the first."""
    frames_per_second: float = 0.0
    """Decoded frames a second over the last two seconds."""
    kilobits_per_second: float = 0.0
    """Encoded video over the last two seconds; 0 for sources that send raw pictures."""
    delay_seconds: float = 0.0
    """By how much more than at its best the newest frame was delayed, in the camera, the network or the decoder."""
    codec: str = ""
    """What the camera sends: H264, H265, JPEG, ...; ``raw`` for pictures that were never encoded."""
    decoder: str = ""
    """The GStreamer element that decodes it."""

    @property
    def reconnects(self) -> int:
        """Connections begun after the first one."""
        return max(self.attempts - 1, 0)
