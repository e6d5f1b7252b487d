"""What is asked of an RTSP camera, looked at before it is sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from rollcall.capture.credentials import Credentials
from rollcall.capture.failures import sent_on
from rollcall.capture.gstreamer import Gst, GstRtsp
from rollcall.capture.pipeline import VideoPipeline

__all__ = ["RequestGuard"]

_OPENING = frozenset({"options", "describe", "setup", "play"})


class RequestGuard:
    """Sees that the password goes to the camera alone, and only once where it is wrong; one a connection."""

    def __init__(self, pipeline: VideoPipeline, credentials: Credentials | None) -> None:
        self._pipeline = pipeline
        self._credentials = credentials
        self._before: tuple[str, ...] = ()

    def watch(self, rtsp: Gst.Element) -> None:
        """Look at each request of ``rtsp`` from now on."""
        # A tunnel through HTTP asks for the password before there is a request.
        self._offer(rtsp, self._credentials)
        self._pipeline.listen(rtsp, "before-send", self._look)

    def _look(self, rtsp: Gst.Element, message: Any) -> bool:
        """Decide about one request, and let it be sent."""
        _, method, uri, _ = message.parse_request()
        request = (method.first_value_nick, uri, message.get_header(GstRtsp.RTSPHeaderField.TRANSPORT, 0)[1] or "")
        if self._is_elsewhere(*request):
            self._credentials = None
            self._pipeline.fail(sent_on(self._pipeline.source))
        # rtspsrc answers each refusal with the same password, eight times over, and cameras lock a user out for five.
        # The first request goes without it, and the second, which is the same, with it: there shall be no third.
        self._offer(rtsp, None if request == self._before else self._credentials)
        self._before = request if request[0] in _OPENING else ()
        return True

    def _offer(self, rtsp: Gst.Element, credentials: Credentials | None) -> None:
        """Let rtspsrc answer the next refusal with these credentials, or with none."""
        rtsp.set_property("user-id", credentials.user if credentials else None)
        rtsp.set_property("user-pw", credentials.password if credentials else None)

    def _is_elsewhere(self, method: str, uri: str, _transport: str) -> bool:
        """Return whether the camera sent us on: rtspsrc would give the password to whoever is there, even readable."""
        # Later requests name the camera as it calls itself, which behind a router is another address.
        here = self._pipeline.source.location
        return self._credentials is not None and method == "describe" and _place(uri) != _place(here)


def _place(url: str) -> tuple[str | None, int | None]:
    parts = urlsplit(url)
    # GStreamer tells no scheme apart in a request, and leaves a port out that the URL does not name.
    return parts.hostname, parts.port
