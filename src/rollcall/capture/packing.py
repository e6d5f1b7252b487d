"""From encoded samples of one connection to packets on the stream's clock."""

from __future__ import annotations

from collections.abc import Callable

from rollcall.capture.clock import LEAST_STEP_SECONDS, StreamClock
from rollcall.capture.decoding.decoding_times import DecodingTimes
from rollcall.capture.gstreamer.caps import OfCaps
from rollcall.capture.gstreamer.samples import Sample, format_of
from rollcall.capture.packets import Packet

__all__ = ["Packer"]


class Packer:
    """Makes packets; one a connection."""

    def __init__(self, clock: StreamClock, codec: Callable[[], str]) -> None:
        """``codec`` returns what the source sends, which is known once the first sample is there."""
        self._clock = clock
        self._formats = OfCaps(lambda caps: format_of(caps, codec()))
        self._decoding_times = DecodingTimes()
        self._before: float | None = None
        """Time of the packet before."""

    def pack(self, sample: Sample, steady: float) -> Packet | None:
        """Return the packet of ``sample``, which arrived at ``steady``, or None where no time came yet."""
        raw = sample.pts
        if raw is None:
            if self._before is None:
                return None
            # GStreamer's parsers take the time off a picture that has the same as the one before (gstbaseparse.c), and
            # jitter buffers give one to what arrives all at once. Left out, it would be missing in what refers to it.
            raw = self._before + LEAST_STEP_SECONDS
        self._before = raw
        pts = self._clock.place(raw, steady)
        dts = self._decoding_times.next_time(pts)
        return Packet(sample.data(), pts, dts, sample.keyframe, self._formats.get(sample.caps))
