"""A camera's stream against a real RTSP server, through real codecs."""

from __future__ import annotations

import logging
import threading
import time
from itertools import pairwise

import numpy as np
import pytest

from rollcall.capture import Account, CameraStream, Encoding, RtspServer, StreamState
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

SIZE = (320, 240)
PATIENCE_SECONDS = 60.0


def draw_grey(number):
    """Frames whose brightness tells their number."""
    return np.full((SIZE[1], SIZE[0], 3), 40 + number % 160, np.uint8)


@pytest.fixture(scope="module")
def server():
    with RtspServer() as server:
        yield server


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_every_codec_of_cameras_is_decoded(server, connect, codec, frames_of):
    url = server.publish_frames(f"/{codec}", draw_grey, SIZE, 25, Encoding(codec))
    stream = connect(url)
    frames = frames_of(stream, 5)
    assert frames[0].camera == "door"
    assert all(frame.image.shape == (240, 320, 3) and frame.image.dtype == np.uint8 for frame in frames)
    assert 30 < frames[-1].image.mean() < 210
    assert frames[-1].image.std() < 3
    status = stream.status
    assert (status.state, status.width, status.height) == (StreamState.LIVE, 320, 240)
    assert status.codec == {"h264": "H264", "h265": "H265", "mjpeg": "JPEG"}[codec]


class SlowEncoding:
    """An encoder that has time for five pictures a second."""

    def launch(self):
        return (
            "identity sleep-time=200000 ! videoconvert ! video/x-raw,format=I420 ! jpegenc ! rtpjpegpay name=pay0 pt=26"
        )


def test_a_camera_leaves_out_what_its_encoder_has_no_time_for(server, connect, frames_of):
    frames = frames_of(connect(server.publish_frames("/slow", draw_grey, SIZE, 25, SlowEncoding())), 8)
    steps = np.diff([round(frame.image.mean()) for frame in frames]) % 160
    assert np.median(steps) >= 3, steps


def test_times_and_sequences_grow(server, connect, frames_of):
    began = time.time()
    frames = frames_of(connect(server.publish_frames("/times", draw_grey, SIZE)), 20)
    for earlier, later in pairwise(frames):
        assert later.sequence > earlier.sequence
        assert later.pts > earlier.pts
        assert later.time > earlier.time
    assert began - 5 < frames[-1].time < time.time() + 5


def test_a_machine_that_was_suspended_connects_anew_at_once_and_blames_no_camera(server, frames_of, caplog):
    slept = [100.0]
    source = SourceUrl(server.publish_frames("/slept", draw_grey, SIZE))
    stream = CameraStream("door", source, CaptureSettings(), suspended=lambda: slept[0])
    stream.start()
    try:
        frames_of(stream, 2)
        with caplog.at_level(logging.INFO, "rollcall.capture.stream"):
            slept[0] += 8 * 3600
            while (status := stream.status).attempts < 2 or status.state is not StreamState.LIVE:
                stream.wait(10**9, 0.01)
    finally:
        stream.stop()
    assert [(record.levelname, record.state) for record in caplog.records[:2]] == [
        ("INFO", StreamState.CONNECTING),
        ("INFO", StreamState.LIVE),
    ]
    assert caplog.records[0].reason == "this machine was asleep or paused for 28800 s"


def test_any_number_of_readers_wakes_for_the_same_frame(server, connect):
    stream = connect(server.publish_frames("/readers", draw_grey, SIZE))
    seen = []
    readers = [threading.Thread(target=lambda: seen.append(stream.wait(5, PATIENCE_SECONDS))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({frame.sequence for frame in seen}) <= 2
    assert min(frame.sequence for frame in seen) > 5


def test_a_frame_outlives_its_stream(server, connect, frames_of):
    stream = connect(server.publish_frames("/outlives", draw_grey, SIZE))
    kept = frames_of(stream, 3)
    copies = [frame.image.copy() for frame in kept]
    frames_of(stream, 20)
    stream.stop()
    del stream
    assert all(np.array_equal(frame.image, copy) for frame, copy in zip(kept, copies, strict=True))


def test_width_that_is_no_multiple_of_four_is_shown_straight(server, connect, frames_of):
    def draw(_number):
        picture = np.zeros((120, 162, 3), np.uint8)
        picture[:, 81:] = 255
        return picture

    image = frames_of(connect(server.publish_frames("/odd", draw, (162, 120))), 3)[-1].image
    assert image.shape == (120, 162, 3)
    assert image[:, :76].max() < 40
    assert image[:, 86:].min() > 215


@pytest.mark.parametrize("method", ["digest", "basic"])
def test_a_password_of_any_signs_opens_the_camera(connect, method, frames_of):
    with RtspServer(account=Account("us@r", "p@ss:w/rd#%?", method)) as server:
        url = server.publish_frames("/guarded", draw_grey, SIZE)
        stream = connect(url)
        assert frames_of(stream, 1)
        stream.stop()
        pasted = connect(f"rtsp://us%40r:p@ss:w/rd#%25?@127.0.0.1:{server.port}/guarded")
        assert frames_of(pasted, 1)
        pasted.stop()


def test_a_wrong_password_is_told_and_not_shown(connect, wait_for_state):
    with RtspServer(account=Account("user", "right")) as server:
        url = server.publish_frames("/guarded", draw_grey, SIZE).replace("right", "geheim")
        status = wait_for_state(connect(url), StreamState.FAILED)
        assert "password" in status.reason
        assert "geheim" not in repr(status)
        assert status.retry_at > time.time() + 10


def test_a_path_that_is_not_there_is_told(server, connect, wait_for_state):
    status = wait_for_state(connect(f"rtsp://127.0.0.1:{server.port}/nowhere"), StreamState.FAILED)
    assert "404" in status.reason


def test_a_closed_port_is_tried_again(connect, wait_for_state):
    status = wait_for_state(connect("rtsp://127.0.0.1:1/x"), StreamState.RETRYING)
    assert "port 1" in status.reason
    assert status.retry_at is not None


def test_sound_without_video_is_told(server, connect, wait_for_state):
    url = server.publish_launch("/sound", "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay0")
    assert "no video" in wait_for_state(connect(url), StreamState.FAILED).reason


def test_a_missing_file_and_a_file_without_video_are_told(connect, tmp_path, wait_for_state):
    assert "not there" in wait_for_state(connect(tmp_path / "missing.mp4"), StreamState.FAILED).reason
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    assert "no video" in wait_for_state(connect(text), StreamState.FAILED).reason


def test_a_stopped_stream_wakes_its_readers(connect):
    stream = connect("rtsp://127.0.0.1:1/x")
    answers = []
    reader = threading.Thread(target=lambda: answers.append(stream.wait(-1, PATIENCE_SECONDS)))
    reader.start()
    stream.stop()
    reader.join(PATIENCE_SECONDS / 2)
    assert answers == [None]
    assert stream.status.state is StreamState.ENDED


def test_the_test_picture_needs_no_camera(connect, frames_of):
    assert frames_of(connect("test://"), 2)[1].image.shape == (720, 1280, 3)
