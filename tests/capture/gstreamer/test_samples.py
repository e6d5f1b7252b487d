"""Samples as a sink gives them, and what is read of them past PyGObject."""

from __future__ import annotations

import numpy as np
import pytest

from rollcall.capture.gstreamer import Gst
from rollcall.capture.gstreamer.caps import Caps, OfCaps
from rollcall.capture.gstreamer.samples import Sink, format_of, image_of, layout_of
from rollcall.capture.packets import PacketFormat

H264 = "video/x-h264,stream-format=byte-stream,alignment=au,width={},height=360,profile=high,level=(string)3.1"
WIDE, WIDER = H264.format(640), H264.format(800)
PATIENCE_SECONDS = 60.0


@pytest.fixture
def through():
    """Return what sends a buffer with its caps through a pipeline and gives the sample at its end."""
    pipeline = Gst.parse_launch("appsrc name=in format=time ! appsink name=out sync=false enable-last-sample=false")
    sink = Sink(pipeline.get_by_name("out"))
    pipeline.set_state(Gst.State.PLAYING)

    def through(buffer, caps=WIDE):
        pipeline.get_by_name("in").push_sample(Gst.Sample.new(buffer, Gst.Caps.from_string(caps), None, None))
        sample = sink.pull(PATIENCE_SECONDS)
        assert sample is not None
        return sample

    through.sink = sink
    yield through
    pipeline.set_state(Gst.State.NULL)


def buffer_of(data, pts=0):
    buffer = Gst.Buffer.new_wrapped(bytes(data))
    buffer.pts = pts
    return buffer


def holders_of(buffer):
    """How many hold the memory of a buffer."""
    return buffer.peek_memory(0).mini_object.refcount


def bgr(width, height):
    return f"video/x-raw,format=BGR,width={width},height={height},framerate=25/1"


def test_bytes_and_time_are_those_that_were_sent(through):
    sample = through(buffer_of(b"\0\0\0\1picture", 1_500_000_000))
    assert sample.data() == b"\0\0\0\1picture"
    assert sample.pts == 1.5
    assert sample.sender_time is None


def test_nothing_is_less_than_a_byte_and_a_time(through):
    sample = through(Gst.Buffer.new())
    assert sample.data() == b""
    assert sample.pts is None


@pytest.mark.parametrize("keyframe", [True, False])
def test_a_picture_that_refers_to_others_is_no_keyframe(through, keyframe):
    buffer = buffer_of(b"x")
    if not keyframe:
        buffer.set_flags(Gst.BufferFlags.DELTA_UNIT)
    assert through(buffer).keyframe is keyframe


def test_the_senders_time_is_unix_time(through):
    buffer = buffer_of(b"x")
    unix = Gst.Caps.from_string("timestamp/x-unix")
    buffer.add_reference_timestamp_meta(unix, 7 * Gst.SECOND, Gst.CLOCK_TIME_NONE)
    ntp = Gst.Caps.from_string("timestamp/x-ntp")
    buffer.add_reference_timestamp_meta(ntp, (2_208_988_800 + 1_700_000_000) * Gst.SECOND, Gst.CLOCK_TIME_NONE)
    assert through(buffer).sender_time == 1_700_000_000


def test_a_sink_that_has_nothing_gives_none(through):
    assert through.sink.pull() is None


def test_the_format_is_one_object_until_it_changes(through):
    formats = OfCaps(lambda caps: format_of(caps, "H264"))
    samples = [through(buffer_of(b"x"), caps) for caps in (WIDE, WIDE, WIDER)]
    first, same, other = (formats.get(sample.caps) for sample in samples)
    assert first == PacketFormat("H264", 640, 360, "high", "3.1")
    assert same is first
    assert other.width == 800


def test_a_format_that_is_not_told_is_empty(through):
    sample = through(buffer_of(b"x"), "image/jpeg")
    assert format_of(Caps(sample.caps), "JPEG") == PacketFormat("JPEG", 0, 0, "", "")


@pytest.mark.parametrize("width", [4, 6])
def test_rows_are_read_from_where_they_begin(through, width):
    rows = np.arange(2 * width * 3, dtype=np.uint8).reshape(2, width, 3)
    gap = np.zeros((2, -width * 3 % 4), np.uint8)
    image = image_of(through(buffer_of(np.hstack([rows.reshape(2, -1), gap]).tobytes()), bgr(width, 2)))
    assert np.array_equal(image, rows)
    assert image.flags.c_contiguous


def test_a_picture_keeps_its_memory_and_lets_go_of_it(through):
    buffer = buffer_of(bytes(range(48)))
    sample = through(buffer, bgr(4, 4))
    before = holders_of(buffer)
    image = image_of(sample)
    corner = image[2:, 2:]
    del sample, image
    assert holders_of(buffer) > before
    assert corner[0, 0].tolist() == [30, 31, 32]
    assert not corner.flags.writeable
    del corner
    assert holders_of(buffer) == before


def test_a_buffer_smaller_than_its_picture_is_refused(through):
    sample = through(buffer_of(bytes(47)), bgr(4, 4))
    with pytest.raises(ValueError, match="47 bytes"):
        sample.image(layout_of(Caps(sample.caps)))
