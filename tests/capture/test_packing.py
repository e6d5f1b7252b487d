"""Packets of a connection: each picture is one, with a time of its own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rollcall.capture.clock import StreamClock
from rollcall.capture.gstreamer import Gst
from rollcall.capture.gstreamer.samples import Sink
from rollcall.capture.packing import Packer

FORM = "alignment=au"
ENCODE = (
    "videotestsrc num-buffers=6 ! video/x-raw,width=64,height=48,framerate=25/1 ! x264enc tune=zerolatency ! "
    f"video/x-h264,stream-format=avc,{FORM} ! appsink name=sink sync=false"
)
PARSE = f"appsrc name=source format=time ! h264parse ! video/x-h264,stream-format=byte-stream,{FORM} ! "
PARSE += "appsink name=sink sync=false"


def play(launch):
    pipeline = Gst.parse_launch(launch)
    pipeline.set_state(Gst.State.PLAYING)
    return pipeline


@pytest.fixture(scope="module")
def pictures():
    """Encoded pictures that refer to each other, and their caps."""
    pipeline = play(ENCODE)
    samples = list(iter(lambda: pipeline.get_by_name("sink").emit("pull-sample"), None))
    pipeline.set_state(Gst.State.NULL)
    return [sample.get_buffer() for sample in samples], samples[0].get_caps()


def packed(pictures, milliseconds):
    """Return the packets of ``pictures`` that bear these times, as a parser hands them on."""
    buffers, caps = pictures
    pipeline = play(PARSE)
    source = pipeline.get_by_name("source")
    source.set_property("caps", caps)
    for buffer, time in zip(buffers, milliseconds, strict=True):
        timed = buffer.copy()
        # As it comes by RTP, which knows no time of decoding.
        timed.pts, timed.dts = time * Gst.MSECOND, Gst.CLOCK_TIME_NONE
        source.emit("push-buffer", timed)
    source.emit("end-of-stream")
    sink, packer = Sink(pipeline.get_by_name("sink")), Packer(StreamClock(), lambda: "H264")
    packets = [packer.pack(sample, 0.0) for sample in iter(lambda: sink.pull(10), None)]
    pipeline.set_state(Gst.State.NULL)
    return packets


def test_no_picture_is_left_out_where_times_repeat(pictures):
    packets = packed(pictures, [0, 40, 80, 80, 81, 81])
    assert len(packets) == len(pictures[0])
    assert None not in packets
    assert all(later.pts >= earlier.pts for earlier, later in pairwise(packets))
    assert [round(1000 * (packet.pts - packets[0].pts)) for packet in packets] == [0, 40, 80, 81, 81, 82]


def test_times_that_differ_stay_as_they_are(pictures):
    packets = packed(pictures, [0, 40, 80, 120, 160, 200])
    assert [round(1000 * (packet.pts - packets[0].pts)) for packet in packets] == [0, 40, 80, 120, 160, 200]
