"""A look at a source before it is watched: whether it shows a picture, and what it sends."""

from __future__ import annotations

import threading
import time

from rollcall.capture import CameraStream, StreamState, StreamStatus
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

__all__ = ["TRIAL_SECONDS", "try_source"]

TRIAL_SECONDS = 10.0
"""How long a first picture is waited for: longer than any camera needs that works."""
_WATCH_SECONDS = 2.0
"""How long pictures are counted, since a rate needs some of them."""
_LOOK_SECONDS = 0.1
_OVER = frozenset({StreamState.RETRYING, StreamState.FAILED, StreamState.ENDED})


def try_source(source: SourceUrl, settings: CaptureSettings, seconds: float = TRIAL_SECONDS) -> StreamStatus:
    """Connect once to ``source``, watch it for two seconds, and return its status: live, or why not, in words.

    Takes ``seconds`` at most until the first picture. Raises SourceUnsupported for a scheme that is none of ours.
    """
    # One failure is the answer; the wait for a second attempt would only delay it.
    patient = settings.model_copy(update={"connect_timeout_seconds": min(settings.connect_timeout_seconds, seconds)})
    stream = CameraStream("trial", source, patient)
    stream.start()
    try:
        _await_end(stream, seconds)
        return stream.status
    finally:
        stream.stop()


def _await_end(stream: CameraStream, seconds: float) -> None:
    """Wait for the first picture and two seconds more, or for the failure, or for the end of ``seconds``."""
    pause, end = threading.Event(), time.monotonic() + seconds
    shown = False
    while time.monotonic() < end and stream.status.state not in _OVER:
        if not shown and stream.status.state is StreamState.LIVE:
            shown, end = True, time.monotonic() + _WATCH_SECONDS
        pause.wait(_LOOK_SECONDS)
