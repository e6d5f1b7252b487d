"""Cameras that send JPEG pictures one after the other over HTTP."""

from __future__ import annotations

from rollcall.capture.credentials import credentials_for
from rollcall.capture.gstreamer import make
from rollcall.capture.pipeline import VideoPipeline

__all__ = ["open_mjpeg"]


def open_mjpeg(pipeline: VideoPipeline) -> None:
    """Add what reads ``multipart/x-mixed-replace``, as ``http://camera/mjpeg`` gives it."""
    source, settings = pipeline.source, pipeline.settings
    # Whether it answers in time is watched over by the stream; soup's own patience is in whole seconds and shared
    # with reading, where it must not be shorter.
    http = make("souphttpsrc", is_live=True, do_timestamp=True, retries=0, keep_alive=False)
    http.set_property("location", source.location)
    http.set_property("ssl-strict", settings.tls == "verify")
    if (credentials := credentials_for(source, settings)) is not None:
        http.set_property("user-id", credentials.user)
        http.set_property("user-pw", credentials.password)
        # It would give the password to whomever the camera sends us on to.
        http.set_property("automatic-redirect", False)
    parts = make("multipartdemux", single_stream=True)
    pipeline.listen(parts, "pad-added", lambda _parts, pad: pipeline.take(pad))
    pipeline.add(http, parts)
