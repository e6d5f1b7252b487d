"""A camera in a process of its own, which can be killed and comes back as another."""

from __future__ import annotations

import multiprocessing
import signal
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Literal

import numpy as np

from rollcall.bench.capture.time_code import draw_time
from rollcall.model import Image

__all__ = ["Camera", "CameraModel"]

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class CameraModel:
    """What kind of camera it is."""

    size: tuple[int, int] = (640, 360)
    codec: Literal["h264", "h265", "mjpeg"] = "h264"
    frames_per_second: int = 25
    keyframe_interval: int = 25
    keyframes_at_need: bool = True
    password: str | None = None
    """Of the user ``admin``; None lets everybody in."""


class Camera:
    """Sends pictures that show when they were taken; a context manager.

    It runs in a process of its own, so that killing it is what a power cut is to a camera.
    """

    path = "/profile2/media.smp"

    def __init__(self, model: CameraModel = CameraModel()) -> None:
        self.model = model
        self._process: Any = None
        self.port = 0
        self.start()

    def start(self) -> None:
        """Switch it on, at the port it had before."""
        here, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_run, args=(self.model, self.port, there), daemon=True)
        self._process.start()
        if not here.poll(_START_SECONDS):
            raise TimeoutError("the camera's process did not start")
        self.port = here.recv()

    def kill(self) -> None:
        """Cut its power."""
        self._process.kill()
        self._process.join(_STOP_SECONDS)

    def become(self, **changes: Any) -> None:
        """Switch it off and on again as another model, at the same port."""
        self.kill()
        self.model = replace(self.model, **changes)
        self.start()

    def __enter__(self) -> Camera:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


def _run(model: CameraModel, port: int, pipe: Connection) -> None:
    """Be a camera until killed, or until whoever started it is gone."""
    from rollcall.capture import Account, Encoding, RtspServer

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    account = None if model.password is None else Account("admin", model.password)
    encoding = Encoding(model.codec, model.keyframe_interval, model.keyframes_at_need, kilobits_per_second=1000)
    with RtspServer(port, account) as server:
        server.publish_frames(Camera.path, _scene(model), model.size, model.frames_per_second, encoding)
        pipe.send(server.port)
        while multiprocessing.parent_process().is_alive():  # type: ignore[union-attr]
            time.sleep(0.2)


def _scene(model: CameraModel) -> Any:
    """Return what draws a scene that moves, so that packets are as large as a camera's, and shows its time."""
    width, height = model.size
    # Wide enough to be looked at through a window that moves.
    ground = np.random.default_rng(1).integers(0, 255, (height // 8, width // 4, 3), np.uint8)
    ground = np.kron(ground, np.ones((8, 8, 1), np.uint8))

    def draw(number: int) -> Image:
        left = number * 2 % width
        picture: Image = ground[:height, left : left + width].copy()
        draw_time(picture, time.time())
        return picture

    return draw
