"""A connection that is cut as soon as it shows a picture, again and again, and what it leaves behind."""

from __future__ import annotations

import time
from collections.abc import Iterator

from rollcall.bench.capture.camera import Camera, CameraModel
from rollcall.bench.capture.footprint import Footprint, footprint
from rollcall.bench.capture.proxy import FaultProxy
from rollcall.capture import CameraStream, RetryPolicy
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl
from rollcall.service.memory_arenas import share_arenas

__all__ = ["reconnect"]

_AT_ONCE = RetryPolicy(first=0.02, longest=0.02, proven=0.0)
_PATIENCE_SECONDS = 30.0


def reconnect(times: int) -> Iterator[Footprint]:
    """Cut a connection ``times`` times, and yield what the process holds while each new one is live.

    Raises TimeoutError where a connection does not come back.
    """
    # As the program does, whose memory this is about.
    share_arenas()
    with Camera(CameraModel(size=(320, 240))) as camera, FaultProxy(camera.port) as proxy:
        source = SourceUrl(f"rtsp://127.0.0.1:{proxy.port}{camera.path}")
        stream = CameraStream("reconnected", source, CaptureSettings(), _AT_ONCE)
        stream.start()
        try:
            sequence = -1
            for number in range(times):
                frame = stream.wait(sequence, _PATIENCE_SECONDS)
                if frame is None:
                    raise TimeoutError(f"reconnect {number} of {times} did not come about: {stream.status}")
                yield footprint()
                attempt = stream.status.attempts
                proxy.cut()
                _wait_for_attempt(stream, attempt)
                # What the broken connection still had to show is no sign of the next one.
                sequence = stream.status.frames - 1
        finally:
            stream.stop()


def _wait_for_attempt(stream: CameraStream, after: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while stream.status.attempts == after and time.monotonic() < deadline:
        time.sleep(0.005)
