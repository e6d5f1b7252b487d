"""Frames that were encoded beforehand are played by the clock, again and again."""

from __future__ import annotations

import time

import numpy as np
import pytest

from rollcall.bench.capture.time_code import draw_time, read_time
from rollcall.capture import CameraStream, Encoding, Recording, RtspServer
from rollcall.config import CaptureSettings
from rollcall.errors import CaptureError
from rollcall.redaction import SourceUrl

_COUNT, _RATE, _AHEAD = 50, 25, 25


def draw(number):
    picture = np.zeros((96, 256, 3), np.uint8)
    draw_time(picture, number / _RATE)
    return picture


def test_the_number_of_a_frame_tells_when_it_was_sent():
    recording = Recording.of(draw, _COUNT, _RATE, Encoding(keyframe_interval=25))
    with RtspServer() as server:
        stream = CameraStream(
            "door", SourceUrl(server.publish_recording("/a", recording, ahead=_AHEAD)), CaptureSettings()
        )
        stream.start()
        frame = stream.wait(_RATE, 30)
        now = time.time()
        stream.stop()
    assert frame is not None
    sent = round(read_time(frame.image) * _RATE)
    late = (int(now * _RATE) + _AHEAD - sent) % _COUNT
    assert late < _RATE


def test_only_whole_groups_of_pictures_can_be_repeated():
    with pytest.raises(CaptureError, match="whole groups"):
        Recording.of(draw, 30, _RATE, Encoding(keyframe_interval=25))
