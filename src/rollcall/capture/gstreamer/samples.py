"""What the sinks of a pipeline give, as values: pictures, encoded bytes, and their times."""

from __future__ import annotations

from ctypes import string_at

import numpy as np

from rollcall.capture.gstreamer import Gst
from rollcall.capture.gstreamer.caps import Caps
from rollcall.capture.gstreamer.memory import Layout, Mapping, array_of
from rollcall.capture.gstreamer.native import (
    BufferHead,
    address_of,
    buffer_of,
    caps_from_text,
    caps_of,
    reference_timestamp_of,
    try_pull,
    unreference,
)
from rollcall.capture.packets import PacketFormat
from rollcall.model import Image

__all__ = ["Sample", "Sink", "format_of", "image_of", "layout_of"]

_ROW_ALIGNMENT = 4
"""GStreamer rounds the bytes of a BGR row up to this, in buffers without a GstVideoMeta (video-info.c)."""
_NTP_TO_UNIX_SECONDS = 2_208_988_800
"""NTP counts from 1900, Unix from 1970 (RFC 5905)."""
_NANOSECONDS = 1_000_000_000
_NO_TIME = 2**64 - 1
"""GST_CLOCK_TIME_NONE."""
_DELTA_UNIT = 1 << 13
"""GST_BUFFER_FLAG_DELTA_UNIT: decoding cannot begin here."""
_NTP = caps_from_text(b"timestamp/x-ntp")
"""The address of the caps of that clock."""


class Sample:
    """One picture, encoded or decoded, as a sink gave it."""

    _unreference = unreference

    def __init__(self, address: int) -> None:
        """Take over the GstSample at ``address``."""
        self._address = address
        self._buffer: int = buffer_of(address)
        self._head = BufferHead.from_address(self._buffer)

    @property
    def pts(self) -> float | None:
        """The camera's timestamp in seconds, or None where there is none."""
        pts: int = self._head.pts
        return None if pts == _NO_TIME else pts / _NANOSECONDS

    @property
    def keyframe(self) -> bool:
        """Whether decoding can begin here, of an encoded picture."""
        return not self._head.flags & _DELTA_UNIT

    @property
    def sender_time(self) -> float | None:
        """Unix time at which the camera took the picture, where its RTCP sender reports told of it."""
        found = reference_timestamp_of(self._buffer, _NTP)
        return found[0].timestamp / _NANOSECONDS - _NTP_TO_UNIX_SECONDS if found else None

    @property
    def caps(self) -> int:
        """The address of its caps, for ``OfCaps``."""
        return int(caps_of(self._address))

    def data(self) -> bytes:
        """Return a copy of its bytes."""
        info = self._mapped().info
        return string_at(info.data, info.size) if info.size else b""

    def image(self, layout: Layout) -> Image:
        """Return a decoded picture that lies as ``layout`` says: contiguous, not writable.

        The array keeps GStreamer's memory alive for as long as it or a view of it lives.
        """
        # Only widths that are no multiple of four leave a gap after each row.
        return np.ascontiguousarray(array_of(self._mapped(), layout))

    def _mapped(self) -> Mapping:
        return Mapping(self, self._buffer)

    def __del__(self) -> None:
        self._unreference(self._address)


class Sink:
    """Takes samples out of an ``appsink``."""

    def __init__(self, element: Gst.Element) -> None:
        self._element = element
        self._address = address_of(element)

    def pull(self, timeout_seconds: float = 0.0) -> Sample | None:
        """Return the next sample, or None if none came in time."""
        address = try_pull(self._address, int(timeout_seconds * _NANOSECONDS))
        return Sample(address) if address else None


def format_of(caps: Caps, codec: str) -> PacketFormat:
    """Return what a decoder must know of encoded video with ``caps``."""
    return PacketFormat(codec, caps.number("width"), caps.number("height"), caps.text("profile"), caps.text("level"))


def layout_of(caps: Caps) -> Layout:
    """Return how the pictures of BGR video with ``caps`` lie in memory."""
    width, height = caps.number("width"), caps.number("height")
    return Layout((height, width, 3), (-(-width * 3 // _ROW_ALIGNMENT) * _ROW_ALIGNMENT, 3, 1))


def image_of(sample: Sample) -> Image:
    """Return the picture of a single BGR sample: (H, W, 3) uint8."""
    return sample.image(layout_of(Caps(sample.caps)))
