"""A camera's own pictures in MP4, held against what a demuxer that is not ours reads out of it."""

from __future__ import annotations

import cv2
import pytest

from rollcall.capture import CameraStream, Packet, PacketFormat, RtspServer
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl
from rollcall.view.fragments import Fragmenter, VideoFormat
from rollcall.view.mp4 import TIMESCALE, codec_string, nal_units

_SIZE = (320, 240)
_PICTURES = 40
_PATIENCE_SECONDS = 60.0
_SPS, _PPS, _OTHER_PPS = b"\x67\x64\x00\x1f\xac", b"\x68\xeb", b"\x68\xec"
_KEYFRAME, _DELTA = b"\x65\x88", b"\x41\x9a"
_FORMAT = PacketFormat("H264", *_SIZE, "high", "3.1")
_LAUNCH = (
    f"videotestsrc is-live=true pattern=ball ! video/x-raw,width={_SIZE[0]},height={_SIZE[1]},framerate=25/1 "
    "! x264enc bframes=2 key-int-max=10 speed-preset=veryfast ! rtph264pay name=pay0"
)


@pytest.fixture(scope="module")
def packets() -> list[Packet]:
    """Pictures of a camera that sends B-frames, in the order of decoding, from a keyframe on."""
    with RtspServer() as server:
        stream = CameraStream("door", SourceUrl(server.publish_launch("/door", _LAUNCH)), CaptureSettings())
        stream.start()
        try:
            with stream.packets() as reader:
                read = [reader.read(_PATIENCE_SECONDS) for _ in range(_PICTURES)]
        finally:
            stream.stop()
    assert None not in read
    return [packet for packet in read if packet is not None]


def test_another_demuxer_finds_every_picture_at_its_own_time(packets, tmp_path):
    file = tmp_path / "video.mp4"
    fragmenter = Fragmenter(*_SIZE)
    file.write_bytes(b"".join(_bytes_of(made) for packet in packets for made in fragmenter.add(packet)))
    video = cv2.VideoCapture(str(file))
    times = []
    while video.read()[0]:
        times.append(video.get(cv2.CAP_PROP_POS_MSEC) / 1000)
    # The last picture is held until another comes.
    expected = sorted(packet.pts for packet in packets[:-1])
    assert len(times) == len(expected)
    assert times == pytest.approx([pts - expected[0] + times[0] for pts in expected], abs=2 / TIMESCALE + 1e-3)


def test_nothing_is_sent_before_the_parameter_sets():
    fragmenter = Fragmenter(*_SIZE)
    assert fragmenter.add(_packet(0.0, _DELTA)) == []
    assert fragmenter.add(_packet(0.04, _DELTA)) == []


def test_format_comes_before_the_first_picture_and_again_only_when_it_changes():
    fragmenter = Fragmenter(*_SIZE)
    assert _kinds(fragmenter.add(_packet(0.0, _SPS, _PPS, _KEYFRAME))) == [VideoFormat]
    assert _kinds(fragmenter.add(_packet(0.04, _DELTA))) == [bytes]
    assert _kinds(fragmenter.add(_packet(0.08, _SPS, _PPS, _KEYFRAME))) == [bytes]
    assert _kinds(fragmenter.add(_packet(0.12, _SPS, _OTHER_PPS, _KEYFRAME))) == [bytes, VideoFormat]


def test_parameter_sets_are_told_once_and_not_again_in_each_picture():
    fragmenter = Fragmenter(*_SIZE)
    fragmenter.add(_packet(0.0, _SPS, _PPS, _KEYFRAME))
    (fragment,) = fragmenter.add(_packet(0.04, _DELTA))
    assert isinstance(fragment, bytes)
    assert fragment.endswith(b"mdat" + len(_KEYFRAME).to_bytes(4, "big") + _KEYFRAME)


def test_times_of_decoding_grow_where_the_camera_repeats_one():
    fragmenter = Fragmenter(*_SIZE)
    fragmenter.add(_packet(1.0, _SPS, _PPS, _KEYFRAME))
    fragments = [made for time in (1.0, 1.0) for made in fragmenter.add(_packet(time, _DELTA))]
    assert [_decoding_time(made) for made in fragments] == [TIMESCALE, TIMESCALE + 1]


def test_camera_may_be_away_for_a_day_while_somebody_watches():
    fragmenter = Fragmenter(*_SIZE)
    fragmenter.add(_packet(1.0, _SPS, _PPS, _KEYFRAME))
    fragments = [made for time in (86_401.0, 86_401.04) for made in fragmenter.add(_packet(time, _KEYFRAME))]
    assert [_decoding_time(made) for made in fragments] == [TIMESCALE, 86_401 * TIMESCALE]


@pytest.mark.parametrize(
    "stream",
    [
        b"\0\0\0\1\x67\1\0\0\1\x68\2",
        b"\0\0\1\x67\1\0\0\0\1\x68\2\0\0",
        b"\0\0\1\x67\1\0\0\1\0\0\1\x68\2",
    ],
)
def test_nal_units_are_told_apart_by_short_and_long_start_codes(stream):
    assert nal_units(stream) == [b"\x67\1", b"\x68\2"]


def test_codec_is_named_by_profile_and_level():
    assert codec_string(_SPS) == "avc1.64001f"


def _packet(time, *units):
    data = b"".join(b"\0\0\0\1" + unit for unit in units)
    return Packet(data=data, pts=time, dts=time, keyframe=_KEYFRAME in units, format=_FORMAT)


def _kinds(made):
    return [type(each) for each in made]


def _bytes_of(made):
    return made.initialisation if isinstance(made, VideoFormat) else made


def _decoding_time(fragment):
    at = fragment.index(b"tfdt") + 8
    return int.from_bytes(fragment[at : at + 8], "big")
