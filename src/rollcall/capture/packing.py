"""From encoded samples of one connection to packets on the stream's clock."""

from __future__ import annotations

from collections.abc import Callable

from rollcall.capture.clock import StreamClock
from rollcall.capture.decoding.decoding_times import DecodingTimes
from rollcall.capture.gstreamer.caps import OfCaps
from rollcall.capture.gstreamer.samples import Sample, format_of
from rollcall.capture.packets import Packet

__all__ = ["Packer"]


_LEAST_STEP_SECONDS = 1e-3
"""From a packet to the next one of the same time. GStreamer's parsers take the time off the latter (gstbaseparse.c),
and jitter buffers give one to pictures that come all at once; left out, it would be missing in all that refer to it."""


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
            raw = self._before + _LEAST_STEP_SECONDS
        self._before = raw
        pts = self._clock.place(raw, steady)
        dts = self._decoding_times.next_time(pts)
        return Packet(sample.data(), pts, dts, sample.keyframe, self._formats.get(sample.caps))
