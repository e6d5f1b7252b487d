"""What to do with a camera that connects, shows frames, falls silent or breaks: decisions, without clock or thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rollcall.capture.backoff import Backoff, RetryPolicy
from rollcall.capture.status import StreamState
from rollcall.errors import CaptureError, SourceRefused, SourceUnreachable, SourceUnsupported

__all__ = ["Patience", "Supervision"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may be silent; all in seconds."""

    connect: float = 10.0
    """Until the first packet."""
    keyframe: float = 30.0
    """Until the first frame, while packets arrive: some cameras send a keyframe only every ten seconds."""
    stall: float = 5.0
    """Between two decoded frames."""


class Supervision:
    """Follows one stream through its states. Every method takes the time in seconds of any steady clock.

    The rim calls ``connect`` before it opens a connection, ``packet`` and ``frame`` as they arrive, ``overdue`` now and
    then, and ``fail`` or ``end`` after it has torn a connection down.
    """

    def __init__(self, patience: Patience, policy: RetryPolicy, random: Callable[[], float]) -> None:
        """``random`` gives numbers in [0, 1), for the jitter of the waits."""
        self._patience = patience
        self._policy = policy
        self._backoff = Backoff(policy, random)
        self._began = 0.0
        self._packet_time: float | None = None
        self._first_frame: float | None = None
        self._last_frame = 0.0
        self.state = StreamState.CONNECTING
        self.reason = ""
        self.since = 0.0
        self.retry_at: float | None = None
        self.attempts = 0

    def connect(self, time: float) -> None:
        """Note that a connection is being opened."""
        self._began = time
        self._packet_time = self._first_frame = None
        self.attempts += 1
        # While a camera is away, what it is said to suffer from stays: "connecting" alone would hide it.
        self._enter(time, StreamState.CONNECTING, self.reason)
        self.since = time

    def packet(self, time: float) -> None:
        """Note that encoded video arrived, whether or not a frame came of it."""
        self._packet_time = time

    def frame(self, time: float) -> None:
        """Note that a frame was decoded."""
        # A gap ends the proof that a connection is good.
        if self._first_frame is None or self.state is StreamState.STALLED:
            self._first_frame = time
        self._last_frame = time
        if time - self._first_frame >= self._policy.proven:
            self._backoff.reset()
        self._enter(time, StreamState.LIVE)

    def overdue(self, time: float) -> CaptureError | None:
        """Return why the connection must be torn down now, or None while there is hope."""
        if self._first_frame is not None:
            return self._overdue_frame(time - self._last_frame, time)
        if self._packet_time is None:
            if time - self._began > self._patience.connect:
                return SourceUnreachable(f"no video within {self._patience.connect:g} s")
        elif time - self._packet_time > self._patience.stall:
            return SourceUnreachable(f"sent nothing for {self._patience.stall:g} s, before the first picture")
        elif time - self._began > self._patience.keyframe:
            return SourceUnreachable(f"sends video, but no picture could be decoded in {self._patience.keyframe:g} s")
        return None

    def _overdue_frame(self, silence: float, time: float) -> CaptureError | None:
        if silence > self._patience.stall:
            return SourceUnreachable(f"no picture for {self._patience.stall:g} s")
        # Half-way to the end of patience viewers are told; a camera of one frame a second is not stalled.
        if silence > self._patience.stall / 2:
            self._enter(time, StreamState.STALLED, "no pictures; waiting for the camera")
        return None

    def fail(self, time: float, error: CaptureError) -> float:
        """Note why the connection ended, and return the time of the next attempt."""
        if isinstance(error, (SourceRefused, SourceUnsupported)):
            self.retry_at = time + self._policy.refused
            self._enter(time, StreamState.FAILED, str(error))
        else:
            self.retry_at = time + self._backoff.next_wait()
            self._enter(time, StreamState.RETRYING, str(error))
        return self.retry_at

    def give_up(self, time: float, error: CaptureError) -> None:
        """Note that there will be no further attempt, as for a file that is no video."""
        self._enter(time, StreamState.FAILED, str(error))

    def end(self, time: float, reason: str) -> None:
        """Note that the stream came to its natural end or was stopped."""
        self._enter(time, StreamState.ENDED, reason)

    def _enter(self, time: float, state: StreamState, reason: str = "") -> None:
        if state not in (StreamState.FAILED, StreamState.RETRYING):
            self.retry_at = None
        if state is not self.state:
            self.since = time
        self.state, self.reason = state, reason
