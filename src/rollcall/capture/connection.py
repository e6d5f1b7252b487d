"""What comes out of one connection, as packets and pictures on the stream's clock."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rollcall.capture.clock import Arrival, Stamp, StreamClock
from rollcall.capture.delay import Delay
from rollcall.capture.gstreamer.caps import OfCaps
from rollcall.capture.gstreamer.samples import Sample, layout_of
from rollcall.capture.packets import Packet
from rollcall.capture.packing import Packer
from rollcall.capture.pipeline import VideoPipeline
from rollcall.model import Image

__all__ = ["Connection", "Picture", "Reading"]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded picture and its times."""

    image: Image
    stamp: Stamp
    delay: float
    """Seconds by which it came later than at the connection's best."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at a connection gave."""

    packets: tuple[Packet, ...]
    picture: Picture | None


class Connection:
    """Reads a started pipeline; of no use once that is closed."""

    def __init__(self, pipeline: VideoPipeline, clock: StreamClock) -> None:
        clock.restart()
        self._pipeline = pipeline
        self._clock = clock
        self._packer = Packer(clock, lambda: pipeline.codec)
        self._layouts = OfCaps(layout_of)
        self._delay_by_sender = Delay()
        self._delay_by_clock = Delay()

    def read(self, timeout_seconds: float) -> Reading:
        """Return the packets since the last call, and the newest picture if one came in time.

        Raises CaptureError where the connection is broken and EndOfVideo where the video is over.
        """
        sample = self._pipeline.poll(timeout_seconds)
        arrival = Arrival(time.monotonic(), time.time())
        packets = [self._packer.pack(packet, arrival.steady) for packet in self._pipeline.packets()]
        return Reading(
            tuple(filter(None, packets)),
            None if sample is None else self._picture(sample, arrival),
        )

    def rewind(self) -> None:
        """Begin a file again."""
        self._clock.restart()
        self._delay_by_clock = Delay()
        self._pipeline.rewind()

    def _picture(self, sample: Sample, arrival: Arrival) -> Picture:
        raw, sender = sample.pts, sample.sender_time
        delay = self._delay(raw, sender, arrival)
        taken = Arrival(arrival.steady, arrival.wall - delay)
        image = sample.image(self._layouts.get(sample.caps))
        return Picture(image, self._clock.stamp(raw, taken, sender), delay)

    def _delay(self, raw: float | None, sender: float | None, arrival: Arrival) -> float:
        """Return the delay on the way here, which only the sender knows, or that within this process."""
        within = 0.0 if raw is None else self._delay_by_clock.measure(raw, arrival.steady)
        return within if sender is None else max(within, self._delay_by_sender.measure(sender, arrival.wall))
