"""Video that is encoded otherwise than most cameras do it, described by its name alone."""

from __future__ import annotations

import pytest

_SDP = "v=0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 {}/90000\r\na=control:trackID=v\r\n"
_H264 = "x264enc speed-preset=ultrafast key-int-max=5 {} ! rtph264pay pt=96 config-interval=-1"
_H265 = "x265enc speed-preset=ultrafast key-int-max=5 tune=zerolatency ! rtph265pay pt=96 config-interval=-1"


@pytest.mark.parametrize(
    ("name", "pixels", "encoder"),
    [
        ("H264", "I420", _H264.format("interlaced=true tune=zerolatency")),
        ("H264", "I422_10LE", _H264.format("tune=zerolatency")),
        ("H264", "I420", _H264.format("bframes=2 b-adapt=false sliced-threads=true threads=4")),
        ("H265", "I420_10LE", _H265),
        ("MP4V-ES", "I420", "avenc_mpeg4 gop-size=5 ! rtpmp4vpay pt=96 config-interval=1"),
    ],
    ids=["interlaced", "4:2:2 of 10 bit", "B-frames in slices", "H.265 of 10 bit", "MPEG-4"],
)
def test_odd_video_is_shown_without_parameters_in_its_description(
    odd_camera, connect, frames_of, encoded, name, pixels, encoder
):
    stream = connect(odd_camera(encoded(f"{pixels},width=320,height=240", encoder), sdp=_SDP.format(name)).url())
    assert frames_of(stream, 3)[-1].image.shape == (240, 320, 3)
    assert stream.status.codec == name
