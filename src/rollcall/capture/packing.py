"""From encoded samples of one connection to packets on the stream's clock."""

from __future__ import annotations

from rollcall.capture.clock import StreamClock
from rollcall.capture.decoding_times import DecodingTimes
from rollcall.capture.gstreamer import Gst
from rollcall.capture.packets import Packet, PacketFormat
from rollcall.capture.samples import data_of, format_of, is_keyframe, presentation_time_of

__all__ = ["Packer"]


class Packer:
    """Makes packets; one a connection."""

    def __init__(self, clock: StreamClock) -> None:
        self._clock = clock
        self._format: PacketFormat | None = None
        self._decoding_times = DecodingTimes()

    def pack(self, sample: Gst.Sample, codec: str, steady: float) -> Packet | None:
        """Return the packet of ``sample``, which arrived at ``steady``, or None where it has no time."""
        raw = presentation_time_of(sample)
        if raw is None:
            return None
        pts = self._clock.place(raw, steady)
        dts = self._decoding_times.next_time(pts)
        return Packet(data_of(sample), pts, dts, is_keyframe(sample), self._known(format_of(sample, codec)))

    def _known(self, new: PacketFormat) -> PacketFormat:
        """Return the same object for as long as nothing changes, so that readers see a change by identity."""
        if self._format != new:
            self._format = new
        return self._format
