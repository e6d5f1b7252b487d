from __future__ import annotations

import logging
import threading

import pytest

from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.gstreamer.closing import close_pipeline


@pytest.fixture
def stuck():
    """A pipeline whose streaming thread does not come back until it is told to, and what tells it."""
    reached, free = threading.Event(), threading.Event()

    def hold(*_arguments):
        reached.set()
        free.wait(30)

    pipeline, source, sink = Gst.Pipeline(), make("fakesrc"), make("fakesink", signal_handoffs=True)
    for element in (source, sink):
        pipeline.add(element)
    source.link(sink)
    sink.connect("handoff", hold)
    pipeline.set_state(Gst.State.PLAYING)
    assert reached.wait(10)
    yield pipeline, free
    free.set()


def test_a_pipeline_that_is_well_is_closed():
    pipeline = Gst.parse_launch("videotestsrc is-live=true ! fakesink")
    pipeline.set_state(Gst.State.PLAYING)
    assert close_pipeline(pipeline, "test://")
    assert pipeline.get_state(0).state is Gst.State.NULL


def test_a_pipeline_that_cannot_be_closed_is_left_behind_and_told(stuck, caplog):
    pipeline, _free = stuck
    with caplog.at_level(logging.WARNING):
        assert not close_pipeline(pipeline, "rtsp://user:***@camera/1", patience_seconds=0.05)
    assert "left behind" in caplog.text


def test_one_that_lets_go_in_time_is_closed(stuck):
    pipeline, free = stuck
    threading.Timer(0.1, free.set).start()
    assert close_pipeline(pipeline, "test://", patience_seconds=20)
