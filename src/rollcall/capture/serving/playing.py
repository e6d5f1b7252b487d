"""Frames and files pushed into a pipeline at their own speed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

from rollcall.capture.gstreamer import Gst, GstApp
from rollcall.errors import CaptureError
from rollcall.model import Image

__all__ = ["DrawnFrames", "FileSamples", "Player", "Samples", "sample_of"]

_POLL_SECONDS = 0.02


class Samples(Protocol):
    """Something to play, from its beginning, each sample when it is due."""

    def play(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        """Yield each sample when it is due, until ``stopped`` is set or the end is reached."""
        ...


class DrawnFrames:
    """Frames that a function draws."""

    def __init__(self, draw: Callable[[int], Image], size: tuple[int, int], frames_per_second: float) -> None:
        """``draw`` takes the number of the frame and returns (H, W, 3) uint8, BGR, for a ``size`` of (W, H)."""
        self._draw = draw
        self._shape = (size[1], size[0], 3)
        self._frames_per_second = frames_per_second

    def play(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        """Yield frames in time; where drawing is slower than that, numbers are left out."""
        began, number = time.monotonic(), 0
        while not stopped.wait(max(began + number / self._frames_per_second - time.monotonic(), 0.0)):
            image = self._draw(number)
            if image.shape != self._shape:
                raise CaptureError(f"Frame {number} has the shape {image.shape} instead of {self._shape}.")
            yield sample_of(image, self._frames_per_second)
            number = max(number + 1, int((time.monotonic() - began) * self._frames_per_second))


def sample_of(image: Image, frames_per_second: float) -> Gst.Sample:
    """Return (H, W, 3) uint8, BGR, as a sample of raw video."""
    height, width = image.shape[:2]
    rate = f"{round(frames_per_second * 1000)}/1000"
    caps = f"video/x-raw,format=BGR,width={width},height={height},framerate={rate},pixel-aspect-ratio=1/1"
    # GStreamer wants each row on a multiple of four bytes.
    gap = -width * 3 % 4
    rows = np.pad(image.reshape(height, -1), ((0, 0), (0, gap))) if gap else image
    return Gst.Sample.new(Gst.Buffer.new_wrapped(rows.tobytes()), Gst.Caps.from_string(caps), None, None)


class FileSamples:
    """A video file, decoded or as it was encoded."""

    def __init__(self, file: Path, *, decoded: bool, loop: bool) -> None:
        self._file = file
        self._launch = (
            "filesrc name=file ! decodebin ! video/x-raw ! videoconvert ! appsink name=samples max-buffers=2"
            if decoded
            else "filesrc name=file ! parsebin ! video/x-h264;video/x-h265 ! appsink name=samples max-buffers=2"
        )
        self._loop = loop

    def play(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        """Yield the file's samples at its own speed."""
        yield from self._play_once(stopped)
        while self._loop and not stopped.is_set():
            yield from self._play_once(stopped)

    def _play_once(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        pipeline = Gst.parse_launch(self._launch)
        pipeline.get_by_name("file").set_property("location", str(self._file))
        sink = pipeline.get_by_name("samples")
        pipeline.set_state(Gst.State.PLAYING)
        try:
            while not stopped.is_set():
                sample = sink.try_pull_sample(int(_POLL_SECONDS * Gst.SECOND))
                if sample is not None:
                    yield sample
                elif pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR | Gst.MessageType.EOS) is not None:
                    return
        finally:
            pipeline.set_state(Gst.State.NULL)


class Player:
    """Pushes samples into an ``appsrc``, in a thread of its own, until it is stopped or the pipeline taken down."""

    def __init__(self, samples: Samples, source: GstApp.AppSrc) -> None:
        self._samples = samples
        self._source = source
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._play, name="player", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the playing, without waiting for it."""
        self._stopped.set()

    def join(self) -> None:
        """Wait until the playing has ended."""
        self._thread.join()

    def _play(self) -> None:
        for sample in self._samples.play(self._stopped):
            if not self._push(sample):
                return
        if not self._stopped.is_set():
            self._source.end_of_stream()

    def _push(self, sample: Gst.Sample) -> bool:
        now = self._running_time()
        if now is None:
            return False
        self._source.set_caps(sample.get_caps())
        buffer = sample.get_buffer().copy()
        # The order of presentation of encoded frames is kept as a distance from the order of decoding.
        reordered = buffer.dts != Gst.CLOCK_TIME_NONE and buffer.pts != Gst.CLOCK_TIME_NONE
        buffer.pts = now + (max(buffer.pts - buffer.dts, 0) if reordered else 0)
        buffer.dts = now
        return bool(self._source.push_buffer(buffer) == Gst.FlowReturn.OK)

    def _running_time(self) -> int | None:
        """Return the time in the pipeline, once it has one; None where the playing was stopped before."""
        while (now := self._source.get_current_running_time()) == Gst.CLOCK_TIME_NONE:
            if self._stopped.wait(_POLL_SECONDS):
                return None
        return int(now)
