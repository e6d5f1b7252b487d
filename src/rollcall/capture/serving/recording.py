"""Frames encoded beforehand and played again and again: a camera that costs next to nothing while one measures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rollcall.capture.gstreamer import Gst
from rollcall.capture.serving.encoding import Encoding
from rollcall.capture.serving.playing import sample_of
from rollcall.errors import CaptureError
from rollcall.model import Image

__all__ = ["Recording"]

_ENCODER_SECONDS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Encoded H.264; its number of frames is a multiple of the distance between two keyframes.

    Frame ``n`` of ``N`` is due at the Unix times ``t`` for which ``floor(t * frames_per_second) % N == n``: whoever
    reads the number of a frame knows when it was sent.
    """

    samples: tuple[Gst.Sample, ...]
    frames_per_second: float
    keyframe_interval: int

    @classmethod
    def of(cls, draw: Callable[[int], Image], count: int, frames_per_second: float, encoding: Encoding) -> Recording:
        """Draw and encode frames 0 to ``count`` - 1; ``draw`` returns (H, W, 3) uint8, BGR.

        Raises CaptureError where they cannot be encoded.
        """
        if encoding.codec != "h264" or count % encoding.keyframe_interval:
            raise CaptureError("A recording is H.264 and whole groups of pictures.")
        samples = tuple(_encode((sample_of(draw(n), frames_per_second) for n in range(count)), encoding))
        if len(samples) != count:
            raise CaptureError(f"The encoder made {len(samples)} frames of {count}.")
        return cls(samples, frames_per_second, encoding.keyframe_interval)

    def by_the_clock(self, ahead: int) -> ClockedSamples:
        """Return what plays it by the clock on the wall, each frame ``ahead`` frames before it is due."""
        return ClockedSamples(self, ahead)


class ClockedSamples:
    """Plays a recording by the clock on the wall, from its next keyframe on."""

    def __init__(self, recording: Recording, ahead: int) -> None:
        self._recording = recording
        self._ahead = ahead

    def play(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        """Yield each sample when it is due, until ``stopped`` is set; where that is missed, late, but all of them."""
        rate, samples = self._recording.frames_per_second, self._recording.samples
        number = int(time.time() * rate) + self._ahead
        number += -number % self._recording.keyframe_interval
        while not stopped.wait(max((number - self._ahead) / rate - time.time(), 0.0)):
            yield samples[number % len(samples)]
            number += 1


def _encode(frames: Iterator[Gst.Sample], encoding: Encoding) -> Iterator[Gst.Sample]:
    """Yield what the encoder makes of ``frames``, one access unit each."""
    pipeline = Gst.parse_launch(
        f"appsrc name=frames format=time block=true max-buffers=4 ! {encoding.encoder_launch()} ! h264parse "
        "! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=samples sync=false"
    )
    source, sink = pipeline.get_by_name("frames"), pipeline.get_by_name("samples")
    pipeline.set_state(Gst.State.PLAYING)
    try:
        feeding = threading.Thread(target=_feed, args=(source, frames), name="recording", daemon=True)
        feeding.start()
        while (sample := sink.try_pull_sample(_ENCODER_SECONDS * Gst.SECOND)) is not None:
            yield sample
    finally:
        pipeline.set_state(Gst.State.NULL)
        feeding.join()


def _feed(source: Gst.Element, frames: Iterator[Gst.Sample]) -> None:
    """Push the frames with times of their own: an encoder spends bits by them."""
    for number, sample in enumerate(frames):
        source.set_caps(sample.get_caps())
        buffer = sample.get_buffer()
        buffer.pts = round(number * _frame_seconds(sample) * Gst.SECOND)
        if source.push_buffer(buffer) != Gst.FlowReturn.OK:
            return
    source.end_of_stream()


def _frame_seconds(sample: Gst.Sample) -> float:
    _, numerator, denominator = sample.get_caps().get_structure(0).get_fraction("framerate")
    return float(denominator / numerator)
