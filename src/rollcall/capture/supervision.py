"""What to do with a camera that connects, shows frames, falls silent or breaks: decisions, without clock or thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rollcall.capture.backoff import Backoff, RetryPolicy
from rollcall.capture.status import StreamState
from rollcall.errors import RollcallError, SourceMissing, SourceUnreachable

__all__ = ["Patience", "Supervision"]

_PAUSE_SECONDS = 1.0
"""Between two looks; more is a pause of ours, as of a sleeping computer: the rim looks twenty times a second."""
_AFTER_PAUSE = 2.0
"""For as many times the patience with silence a pause may be why a connection broke."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may be silent or late; all in seconds."""

    connect: float = 10.0
    """Until the first packet."""
    keyframe: float = 30.0
    """Until the first frame, while packets arrive: some cameras send a keyframe only every ten seconds."""
    stall: float = 5.0
    """Between two decoded frames; and how late frames may be, since a connection built anew begins with fresh ones."""
    late: float = 1.0
    """How long frames may be that late: after a pause of the network, what was held up comes in one burst."""


class Supervision:
    """Follows one stream through its states. Every method takes the time in seconds of any steady clock.

    The rim calls ``connect`` before it opens a connection, ``packet`` and ``frame`` as they arrive, ``overdue`` now and
    then, ``look`` where it breaks, and one of ``fail``, ``give_up`` or ``end`` after it has torn a connection down.
    """

    def __init__(self, patience: Patience, policy: RetryPolicy, random: Callable[[], float]) -> None:
        """``random`` gives numbers in [0, 1), for the jitter of the waits."""
        self._patience = patience
        self._policy = policy
        self._backoff = Backoff(policy, random)
        self.state = StreamState.CONNECTING
        self.reason = ""
        self.since = 0.0
        self.retry_at: float | None = None
        self.attempts = 0
        self._began = self._last_frame = 0.0
        self._last_packet: float | None = None
        self._last_look: float | None = None
        self._first_frame: float | None = None
        self._late_since: float | None = None
        self._woke: float | None = None
        self._pause = 0.0
        self._was_live = False

    def connect(self, time: float) -> None:
        """Note that a connection is being opened."""
        self._began = self._last_frame = time
        self._last_packet = self._last_look = self._first_frame = self._late_since = self._woke = None
        self.attempts += 1
        self.retry_at = None
        # While a camera is away, what it suffers from stays: "connecting" alone would hide it.
        self._enter(time, StreamState.CONNECTING, self.reason)

    def packet(self, time: float) -> None:
        """Note that encoded video arrived, whether or not a frame came of it."""
        self._last_packet = time

    def frame(self, time: float, delay: float = 0.0) -> None:
        """Note that a frame was decoded, ``delay`` seconds later than it could have been."""
        # A pause ends the proof that a connection is good.
        if self._first_frame is None or self.state is StreamState.STALLED:
            self._first_frame = time
        self._last_frame = time
        self._was_live = True
        if delay <= self._patience.stall:
            self._late_since = self._woke = None
        else:
            self._late_since = self._late_since or time
        if time - self._first_frame >= self._policy.proven:
            self._backoff.reset()
        self._enter(time, StreamState.LIVE)

    def overdue(self, time: float) -> SourceUnreachable | None:
        """Return why the connection must be torn down now, or None while there is hope.

        Silence counts while it is looked at: what a paused program did not hear, no camera failed to say.
        """
        patience = self._patience
        self.look(time)
        if self._first_frame is None:
            reason = self._overdue_before_first_frame(time)
        elif time - self._last_frame > patience.stall:
            reason = f"no picture for {patience.stall:g} s"
        elif self._late_since is not None and time - self._late_since > self._patience_with_late_frames():
            reason = f"pictures came more than {patience.stall:g} s late; a smaller profile of the camera may help"
        else:
            # Half-way to the end of patience viewers are told; a camera of one frame a second is not stalled.
            if time - self._last_frame > patience.stall / 2:
                self._enter(time, StreamState.STALLED, "no pictures; waiting for the camera")
            return None
        return None if reason is None else SourceUnreachable(reason)

    def look(self, time: float) -> None:
        """Note that the stream is looked at, or broke just now: long after the look before, this program slept."""
        pause = 0.0 if self._last_look is None else time - self._last_look
        self._last_look = time
        # A busy machine stops us for a moment now and then, which breaks no connection.
        if pause > self._patience.stall / 2:
            self.wake(time, pause)
        if pause > _PAUSE_SECONDS:
            self._began += pause
            self._last_frame = min(self._last_frame + pause, time)
            if self._last_packet is not None:
                self._last_packet = min(self._last_packet + pause, time)

    def wake(self, time: float, pause: float) -> None:
        """Note that this machine was asleep or paused for ``pause`` seconds until now."""
        self._woke, self._pause = time, pause

    def _patience_with_late_frames(self) -> float:
        # What waited for us while we slept is not late by the camera, and is soon read.
        return self._patience.late if self._woke is None else self._patience.stall

    def _overdue_before_first_frame(self, time: float) -> str | None:
        patience = self._patience
        if self._last_packet is None:
            return f"no video within {patience.connect:g} s" if time - self._began > patience.connect else None
        if time - self._last_packet > patience.stall:
            return f"the video broke off before its first picture, {patience.stall:g} s ago"
        if time - self._began > patience.keyframe:
            return f"no picture could be decoded in {patience.keyframe:g} s, though video arrives"
        return None

    def fail(self, time: float, error: RollcallError) -> float:
        """Note why the connection ended, and return the time of the next attempt.

        No camera is to blame for a connection that did not outlive a pause of ours: it is built anew at once.
        """
        if isinstance(error, SourceUnreachable) and self.has_just_woken(time):
            self.retry_at = time
            self._enter(time, StreamState.CONNECTING, f"this machine was asleep or paused for {self._pause:.0f} s")
        elif isinstance(error, SourceUnreachable) or (isinstance(error, SourceMissing) and self._was_live):
            self.retry_at = time + self._backoff.next_wait()
            self._enter(time, StreamState.RETRYING, str(error))
        else:
            self.retry_at = time + self._policy.refused
            self._enter(time, StreamState.FAILED, str(error))
        return self.retry_at

    def has_just_woken(self, time: float) -> bool:
        """Return whether a pause of ours may be why the connection ended."""
        return self._woke is not None and time - self._woke <= _AFTER_PAUSE * self._patience.stall

    def give_up(self, time: float, error: RollcallError) -> None:
        """Note that there will be no further attempt, as for a file that is no video."""
        self._enter(time, StreamState.FAILED, str(error))

    def end(self, time: float, reason: str) -> None:
        """Note that the stream came to its natural end or was stopped."""
        self.retry_at = None
        self._enter(time, StreamState.ENDED, reason)

    def _enter(self, time: float, state: StreamState, reason: str = "") -> None:
        if state is not self.state:
            self.since = time
        self.state, self.reason = state, reason
