"""A sign of life for the camera's session: over TCP, rtspsrc gives none while video flows.

RFC 2326 lets a camera end a session without requests, after 60 seconds where it says nothing else. GStreamer 1.22 asks
only when nothing arrived for as long; the RTCP reports that it sends are enough for many cameras, and not for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rollcall.capture.gstreamer import Gst

__all__ = ["KEEP_ALIVE_SECONDS", "KeepAlive", "ask_nothing"]

KEEP_ALIVE_SECONDS = 10.0
"""The shortest session that cameras were seen to have is 15 seconds (Tapo)."""


class KeepAlive:
    """Asks now and then, and not again before it was answered: rtspsrc cannot be closed with two questions open."""

    def __init__(self, ask: Callable[[Callable[[], None]], None], clock: Callable[[], float] = time.monotonic) -> None:
        """``ask`` sends a question and calls what it is given once that is answered, from any thread."""
        self._ask = ask
        self._clock = clock
        self._due = clock() + KEEP_ALIVE_SECONDS
        self._waiting = False

    def look(self) -> None:
        """Ask if it is time."""
        if self._waiting or self._clock() < self._due:
            return
        self._waiting = True
        self._due = self._clock() + KEEP_ALIVE_SECONDS
        self._ask(self._answered)

    def _answered(self) -> None:
        self._waiting = False


def ask_nothing(rtsp: Gst.Element, answered: Callable[[], None]) -> None:
    """Send a GET_PARAMETER for nothing, whose answer may be anything; nothing where the camera has no such request."""
    rtsp.emit("get-parameters", [], None, Gst.Promise.new_with_change_func(lambda _promise: answered()))
