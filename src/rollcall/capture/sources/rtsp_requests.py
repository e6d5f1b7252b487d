"""What is asked of an RTSP camera, looked at before it is sent."""

from __future__ import annotations

from typing import Any

from rollcall.capture.credentials import Credentials
from rollcall.capture.failures import place_of, sent_in_a_circle, sent_on
from rollcall.capture.gstreamer import Gst
from rollcall.capture.pipeline import VideoPipeline

__all__ = ["RequestGuard"]


_MOST_DESCRIPTIONS = 20
"""More than are asked for in one connection by UDP and TCP, for some realms and at some places."""


class RequestGuard:
    """Sees that the password goes to the camera alone, and that asking comes to an end; one a connection."""

    def __init__(self, pipeline: VideoPipeline, credentials: Credentials | None) -> None:
        self._pipeline = pipeline
        self._credentials = credentials
        self._descriptions = 0

    def watch(self, rtsp: Gst.Element) -> None:
        """Look at each request of ``rtsp`` from now on."""
        self._offer(rtsp)
        self._pipeline.listen(rtsp, "before-send", self._look)

    def _look(self, rtsp: Gst.Element, message: Any) -> bool:
        """Return whether one request is sent."""
        _, method, uri, _ = message.parse_request()
        # Later requests name the camera as it calls itself, which behind a router is another address.
        if method.first_value_nick != "describe":
            return True
        self._descriptions += 1
        if self._descriptions > _MOST_DESCRIPTIONS:
            # In a circle rtspsrc goes round a thousand times a second, and cannot be closed.
            self._pipeline.fail(sent_in_a_circle(self._pipeline.source))
            return False
        if self._credentials is not None and self._is_elsewhere(uri):
            # rtspsrc would give the password to whoever is there, even readable.
            self._credentials = None
            self._pipeline.fail(sent_on(self._pipeline.source))
            self._offer(rtsp)
        return True

    def _offer(self, rtsp: Gst.Element) -> None:
        """Let rtspsrc answer challenges with the credentials, or with none."""
        rtsp.set_property("user-id", self._credentials.user if self._credentials else None)
        rtsp.set_property("user-pw", self._credentials.password if self._credentials else None)

    def _is_elsewhere(self, uri: str) -> bool:
        # GStreamer tells no scheme apart in a request.
        return place_of(uri) != place_of(self._pipeline.source.location)
