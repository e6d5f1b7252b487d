"""One connection, while nothing comes of it."""

from __future__ import annotations

import socket
import time

from rollcall.capture.pipeline import VideoPipeline
from rollcall.capture.sources.kinds import kind_of
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

LOOKS = 20
LOOK_SECONDS = 0.02


def test_who_waits_for_a_camera_that_does_not_answer_sleeps():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = SourceUrl(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/")
        pipeline = VideoPipeline(source, CaptureSettings())
        kind_of(source).open(pipeline)
        pipeline.start()
        try:
            began = time.monotonic()
            assert [pipeline.poll(LOOK_SECONDS) for _ in range(LOOKS)] == [None] * LOOKS
            assert time.monotonic() - began > 0.9 * LOOKS * LOOK_SECONDS
        finally:
            pipeline.close()
