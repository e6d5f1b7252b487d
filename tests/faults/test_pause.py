"""A computer that sleeps, a container that is paused, a machine too busy to run us: the camera is not to blame."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from rollcall.bench.capture.camera import Camera

PAUSE_SECONDS = 7.0
"""More than the patience with a silent camera."""
WATCH = """
import sys, time
from rollcall.capture import CameraStream
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

stream = CameraStream("camera", SourceUrl(sys.argv[1]), CaptureSettings())
stream.start()
frames = 0
while sys.stdin.readline():
    frames = stream.wait(stream.status.frames + 5, 30).sequence
    print(frames, stream.status.state, stream.status.attempts, flush=True)
stream.stop()
"""


@pytest.fixture
def watch():
    """Somebody who watches a camera in a process of its own, and tells when asked."""
    with Camera() as camera:
        url = f"rtsp://127.0.0.1:{camera.port}{Camera.path}"
        process = subprocess.Popen(
            [sys.executable, "-c", WATCH, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        yield process
        process.communicate(timeout=30)


def ask(process):
    process.stdin.write("how is it?\n")
    process.stdin.flush()
    frames, state, attempts = process.stdout.readline().split()
    return int(frames), state, int(attempts)


@pytest.mark.slow
def test_after_a_pause_of_the_program_the_video_goes_on_in_the_same_connection(watch):
    before, state, connection = ask(watch)
    assert state == "live"
    os.kill(watch.pid, signal.SIGSTOP)
    time.sleep(PAUSE_SECONDS)
    os.kill(watch.pid, signal.SIGCONT)
    after, state, still = ask(watch)
    assert after > before
    assert (state, still) == ("live", connection)
