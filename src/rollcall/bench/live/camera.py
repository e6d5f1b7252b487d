"""Cameras in a process of their own, which play the scene by RTSP without encoding anything while it runs."""

from __future__ import annotations

import multiprocessing
import signal
import time
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from rollcall.bench.live.cast import Actor
from rollcall.bench.live.scene import FRAMES, FRAMES_PER_SECOND, Scene

__all__ = ["Cameras", "due_time"]

_START_SECONDS = 300.0
_STOP_SECONDS = 5.0
_AHEAD = 350
"""Frames by which each camera is ahead of the one before it: all show the scene, none the same moment of it."""
_KEYFRAMES = 50
_KILOBITS = 4096


class Cameras:
    """Cameras of 720p25, H.264 with 4 Mbit/s and a keyframe every two seconds; a context manager."""

    def __init__(self, cast: tuple[Actor, ...], count: int) -> None:
        here, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process: Any = context.Process(target=_run, args=(cast, count, there), daemon=True)
        self._process.start()
        if not here.poll(_START_SECONDS):
            raise TimeoutError("the cameras' process did not start")
        self.urls: tuple[str, ...] = here.recv()
        self.ahead = tuple(_AHEAD * camera for camera in range(count))
        """How many frames each shows a frame before it is due."""

    def __enter__(self) -> Cameras:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join(_STOP_SECONDS)


def due_time(number: int, ahead: int, now: float) -> float:
    """Return the Unix time at which a camera that is ``ahead`` sent frame ``number``, the last time before ``now``."""
    tick = int(now * FRAMES_PER_SECOND)
    return (tick - (tick + ahead - number) % FRAMES) / FRAMES_PER_SECOND


def _run(cast: tuple[Actor, ...], count: int, pipe: Connection) -> None:
    """Be the cameras until killed, or until whoever started them is gone."""
    from rollcall.capture import Encoding, Recording, RtspServer

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    encoding = Encoding(keyframe_interval=_KEYFRAMES, kilobits_per_second=_KILOBITS, preset="veryfast")
    recording = Recording.of(Scene(cast).draw, FRAMES, FRAMES_PER_SECOND, encoding)
    with RtspServer() as server:
        pipe.send(
            tuple(
                server.publish_recording(f"/camera{camera}", recording, ahead=_AHEAD * camera)
                for camera in range(count)
            )
        )
        while multiprocessing.parent_process().is_alive():  # type: ignore[union-attr]
            time.sleep(0.2)
