"""What a pipeline gives, as values: pictures, encoded bytes, and their times."""

from __future__ import annotations

import numpy as np

from rollcall.capture.gstreamer import Gst
from rollcall.capture.memory import memory_of
from rollcall.capture.packets import PacketFormat
from rollcall.model import Image

__all__ = [
    "data_of",
    "format_of",
    "image_of",
    "is_keyframe",
    "presentation_time_of",
    "sender_time_of",
]

_ROW_ALIGNMENT = 4
"""GStreamer rounds the bytes of a BGR row up to this, in buffers without a GstVideoMeta (video-info.c)."""
_NTP_TO_UNIX_SECONDS = 2_208_988_800
"""NTP counts from 1900, Unix from 1970 (RFC 5905)."""
_NTP_CAPS = Gst.Caps.from_string("timestamp/x-ntp")


def image_of(sample: Gst.Sample) -> Image:
    """Return the picture of a BGR sample: (H, W, 3) uint8, contiguous, not writable.

    The array keeps GStreamer's memory alive for as long as it or a view of it lives.
    """
    structure = sample.get_caps().get_structure(0)
    width, height = structure.get_value("width"), structure.get_value("height")
    stride = -(-width * 3 // _ROW_ALIGNMENT) * _ROW_ALIGNMENT
    image: Image = np.ndarray((height, width, 3), np.uint8, memory_of(sample.get_buffer()), strides=(stride, 3, 1))
    # Only widths that are no multiple of four leave a gap after each row.
    return image if stride == width * 3 else np.ascontiguousarray(image)


def data_of(sample: Gst.Sample) -> bytes:
    """Return the encoded bytes of a sample."""
    return memory_of(sample.get_buffer()).tobytes()


def format_of(sample: Gst.Sample, codec: str) -> PacketFormat:
    """Return what a decoder must know of an encoded sample."""
    structure = sample.get_caps().get_structure(0)
    width, height, profile, level = (structure.get_value(name) for name in ("width", "height", "profile", "level"))
    return PacketFormat(codec, width or 0, height or 0, profile or "", level or "")


def is_keyframe(sample: Gst.Sample) -> bool:
    """Return whether decoding can begin at this encoded sample."""
    return not sample.get_buffer().has_flags(Gst.BufferFlags.DELTA_UNIT)


def presentation_time_of(sample: Gst.Sample) -> float | None:
    """Return the camera's timestamp in seconds, or None where there is none."""
    pts = sample.get_buffer().pts
    return None if pts == Gst.CLOCK_TIME_NONE else pts / Gst.SECOND


def sender_time_of(sample: Gst.Sample) -> float | None:
    """Return the Unix time at which the camera took the picture, where its RTCP sender reports told of it."""
    meta = sample.get_buffer().get_reference_timestamp_meta(_NTP_CAPS)
    return None if meta is None else meta.timestamp / Gst.SECOND - _NTP_TO_UNIX_SECONDS
