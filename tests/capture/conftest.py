"""Streams that are stopped, and what is asked of them again and again."""

from __future__ import annotations

import time

import pytest

from rollcall.capture import CameraStream
from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.gstreamer import Gst
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

PATIENCE_SECONDS = 60.0
"""Longer than anything takes on a busy machine; no test waits for it unless it fails."""


@pytest.fixture
def connect():
    """Return what starts a stream; all are stopped after the test."""
    streams = []

    def connect(source, retries=RetryPolicy(), **settings):  # noqa: B008 - frozen
        stream = CameraStream("door", SourceUrl(str(source)), CaptureSettings(**settings), retries)
        streams.append(stream)
        stream.start()
        return stream

    yield connect
    for stream in streams:
        stream.stop()


@pytest.fixture
def frames_of():
    """Return what takes the next frames of a stream."""

    def frames_of(stream, count):
        frames, sequence = [], -1
        while len(frames) < count:
            frame = stream.wait(sequence, PATIENCE_SECONDS)
            assert frame is not None, stream.status
            sequence = frame.sequence
            frames.append(frame)
        return frames

    return frames_of


@pytest.fixture
def wait_for_state():
    """Return what waits for a state of a stream and gives the status then."""

    def wait_for_state(stream, state):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (status := stream.status).state is not state:
            assert time.monotonic() < deadline, status
            stream.wait(10**9, 0.01)
        return status

    return wait_for_state


@pytest.fixture
def make_film():
    """Return what makes a film of two seconds, 320x240 at 25 frames a second, in H.264 with B-frames."""

    def make_film(file):
        pipeline = Gst.parse_launch(
            "videotestsrc num-buffers=50 pattern=ball ! video/x-raw,width=320,height=240,framerate=25/1 ! "
            "x264enc key-int-max=25 bframes=2 ! h264parse ! mp4mux ! filesink name=file"
        )
        pipeline.get_by_name("file").set_property("location", str(file))
        pipeline.set_state(Gst.State.PLAYING)
        message = pipeline.get_bus().timed_pop_filtered(30 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
        pipeline.set_state(Gst.State.NULL)
        assert message.type == Gst.MessageType.EOS
        return file

    return make_film
