"""Video that changes while it is watched, begins badly, or is too much for its decoder."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest

from rollcall.bench.capture.proxy import FaultProxy
from rollcall.capture import CameraStream, Encoding, RetryPolicy, RtspServer, StreamState
from rollcall.capture.clock import LEAST_STEP_SECONDS
from rollcall.capture.serving.playing import sample_of
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

SIZES = ((320, 240), (640, 360), (168, 120))
PATIENCE_SECONDS = 60.0
TRIES = 10


class ChangingPictures:
    """A second of each size, again and again."""

    def play(self, stopped):
        number = 0
        while not stopped.wait(0.04):
            width, height = SIZES[number // 25 % 3]
            yield sample_of(np.full((height, width, 3), number % 200, np.uint8), 25)
            number += 1


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_another_size_in_mid_stream_goes_on_without_a_new_connection(connect, codec):
    with RtspServer() as server:
        stream = connect(server.publish_samples("/x", ChangingPictures(), Encoding(codec)))
        sequence, sizes, attempts, deadline = -1, set(), 0, time.monotonic() + PATIENCE_SECONDS
        with stream.packets() as packets:
            while sizes != set(SIZES) and time.monotonic() < deadline:
                frame = stream.wait(sequence, 1.0)
                if frame is not None:
                    sequence, attempts = frame.sequence, attempts or stream.status.attempts
                    sizes.add(frame.image.shape[1::-1])
            announced = {(packet.format.width, packet.format.height) for packet in iter(lambda: packets.read(0), None)}
    assert sizes == set(SIZES)
    assert set(SIZES) <= announced
    assert stream.status.attempts == attempts


def test_parameter_sets_that_come_late_are_waited_for(connect, frames_of):
    launch = (
        "videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=25/1 ! "
        "x264enc tune=zerolatency key-int-max=25 ! rtph264pay name=pay0 config-interval=-1"
    )
    with RtspServer() as server:
        url = server.publish_launch("/x", launch)
        with FaultProxy(server.port) as proxy:
            proxy.rewrite(b"sprop-parameter-sets", b"xxxxx-parameter-sets")
            frames = frames_of(connect(url.replace(str(server.port), str(proxy.port))), 3)
    assert frames[-1].image.shape == (240, 320, 3)


def test_frames_out_of_order_on_the_wire_are_shown_in_order(connect, frames_of, make_film, tmp_path):
    with RtspServer() as server:
        stream = connect(server.publish_encoded("/x", make_film(tmp_path / "film.mp4"), "h264"))
        with stream.packets() as packets:
            frames = frames_of(stream, 30)
            stream.stop()
            times = [(packet.dts, packet.pts) for packet in iter(lambda: packets.read(0), None)]
    assert all(later.pts > earlier.pts for earlier, later in pairwise(frames))
    assert all(dts <= pts for dts, pts in times)
    assert [pts for _, pts in times] != sorted(pts for _, pts in times)


def test_a_frame_and_its_packet_have_the_same_time(connect, frames_of):
    with RtspServer() as server:
        url = server.publish_frames("/x", lambda number: np.full((240, 320, 3), number % 200, np.uint8), (320, 240))
        for _ in range(TRIES):
            stream = connect(url)
            with stream.packets() as packets:
                frames = frames_of(stream, 20)
                stream.stop()
                packet_times = [packet.pts for packet in iter(lambda: packets.read(0), None)]
            # What arrives all at once, where this machine is busy, has times that are made up.
            if min(np.diff(packet_times)) > 2 * LEAST_STEP_SECONDS:
                break
    # The subscription may have begun after the first frames.
    shown = [frame.pts for frame in frames if frame.pts >= packet_times[0]]
    assert len(shown) >= len(frames) / 2
    assert all(min(abs(pts - time) for time in packet_times) <= LEAST_STEP_SECONDS for pts in shown)


def test_the_decoder_that_is_asked_for_decodes(connect, frames_of):
    with RtspServer() as server:
        url = server.publish_frames("/x", lambda _number: np.full((240, 320, 3), 90, np.uint8), (320, 240))
        stream = connect(url, decoder="openh264dec")
        frames_of(stream, 2)
        assert stream.status.decoder == "openh264dec"


def test_a_decoder_that_is_not_there_is_told(connect, wait_for_state):
    with RtspServer() as server:
        url = server.publish_frames("/x", lambda _number: np.full((240, 320, 3), 90, np.uint8), (320, 240))
        assert "nosuchdec" in wait_for_state(connect(url, decoder="nosuchdec"), StreamState.FAILED).reason


def test_a_decoder_that_cannot_go_on_gives_way_to_another():
    launch = (
        "videotestsrc is-live=true ! video/x-raw,format=Y444,width=320,height=240,framerate=25/1 ! "
        "x264enc tune=zerolatency key-int-max=25 ! video/x-h264,profile=high-4:4:4 ! "
        "rtph264pay name=pay0 config-interval=-1"
    )
    with RtspServer() as server:
        source = SourceUrl(server.publish_launch("/x", launch))
        settings = CaptureSettings(decoder="openh264dec")
        stream = CameraStream("door", source, settings, RetryPolicy(refused=0.1))
        stream.start()
        try:
            assert stream.wait(-1, PATIENCE_SECONDS) is not None, stream.status
            assert stream.status.decoder == "avdec_h264"
        finally:
            stream.stop()
