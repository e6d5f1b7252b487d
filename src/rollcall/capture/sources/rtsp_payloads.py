"""The payload types of an RTSP camera's packets: cheap ones describe a number and send another."""

from __future__ import annotations

from typing import Any

from rollcall.capture.gstreamer import Gst
from rollcall.capture.pipeline import VideoPipeline
from rollcall.capture.sources.rtsp_description import medias_of

__all__ = ["PayloadTypes"]

_LAST_FIXED = 34
"""Up to this number a payload type says of itself what it is (RFC 3551, section 6), be it sound in the wrong place."""


class PayloadTypes:
    """Takes a payload type that is described nowhere for that of the video, before any came; one a connection."""

    def __init__(self, pipeline: VideoPipeline) -> None:
        self._pipeline = pipeline
        self._described: frozenset[int] = frozenset()
        self._video: tuple[int, Gst.Caps] | None = None

    def read(self, description: Any) -> None:
        """Note what the camera describes."""
        medias = medias_of(description)
        formats = (media.get_format(place) for media in medias for place in range(media.formats_len()))
        self._described = frozenset(int(each) for each in formats if each.isdecimal())

    def choose(self, number: int, caps: Gst.Caps) -> None:
        """Note which stream is asked for, and as what it is described."""
        self._video = number, caps

    def watch(self, manager: Gst.Element) -> None:
        """Answer for rtspsrc, which is asked first, where it knows no answer."""
        self._pipeline.listen(manager, "request-pt-map", lambda _manager, *packet: self._caps_of(*packet))

    def _caps_of(self, number: int, payload_type: int) -> Gst.Caps | None:
        # Once there is video, what else comes beside it is none.
        if self._pipeline.codec or payload_type <= _LAST_FIXED or payload_type in self._described:
            return None
        if self._video is None or self._video[0] != number:
            return None
        caps = self._video[1].copy()
        caps.set_value("payload", payload_type)
        return caps
