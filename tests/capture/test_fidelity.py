"""What arrives is what was sent: whole pictures, not single slices of them."""

from __future__ import annotations

import numpy as np
import pytest

from rollcall.capture import CameraStream, Encoding, RtspServer
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

_SIZE = (640, 360)
_FRAMES = 40
_LEAST_LIKENESS = 0.9
"""Correlation with one of the pictures sent. A lost slice smears the rest of its picture, and brings it far below."""


def _draw(number):
    """A pattern that changes everywhere in every frame, so that nothing of a lost slice can be guessed."""
    generator = np.random.default_rng(number % 10)
    coarse = generator.integers(30, 220, (9, 16, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((40, 40, 1), np.uint8))


@pytest.mark.parametrize("codec", ["h264", "h265", "mjpeg"])
def test_every_frame_is_one_of_those_sent(codec):
    sent = [_draw(number).astype(np.float32)[::4, ::4].ravel() for number in range(10)]
    with RtspServer() as server:
        url = server.publish_frames("/cam", _draw, _SIZE, 10, Encoding(codec, kilobits_per_second=8000))
        stream = CameraStream("cam", SourceUrl(url), CaptureSettings())
        stream.start()
        try:
            seen, likeness = -1, []
            while len(likeness) < _FRAMES:
                frame = stream.wait(seen, 20.0)
                assert frame is not None, stream.status
                seen = frame.sequence
                got = frame.image.astype(np.float32)[::4, ::4].ravel()
                likeness.append(max(float(np.corrcoef(got, one)[0, 1]) for one in sent))
        finally:
            stream.stop()
    assert min(likeness) > _LEAST_LIKENESS
