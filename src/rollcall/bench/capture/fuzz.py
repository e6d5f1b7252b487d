"""Cameras of chance: descriptions and packets that are nearly right, and a process that must outlive them."""

from __future__ import annotations

import multiprocessing
import random
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from rollcall.bench.capture.camera import Camera
from rollcall.bench.capture.hostile import HostileCamera, fuzzed_camera
from rollcall.bench.capture.proxy import FaultProxy

__all__ = ["Endurance", "fuzz"]

_TURN_SECONDS = 4.0
_NEW_CODEC_SHARE = 0.3
_RECOVERY_SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Endurance:
    """What the process did."""

    connections: int
    """To cameras of chance."""
    survived: bool
    """It was alive at the end; else ``exit_code`` says how it died."""
    exit_code: int | None
    recovered: bool
    """It showed a good camera afterwards."""


def fuzz(seconds: float, seed: int) -> Endurance:
    """Let a process of its own watch nonsense for ``seconds``, then a good camera.

    By turns, devices whose descriptions and packets are chance, and a real camera whose bytes are changed by chance:
    the first try the protocols, the second the parsers and decoders.
    """
    chance = random.Random(seed)  # noqa: S311 - noise, no secrets
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with Camera() as camera, HostileCamera(fuzzed_camera(chance)) as hostile, FaultProxy(hostile.port, seed) as proxy:
        process = context.Process(target=_watch, args=(there, proxy.port), daemon=True)
        process.start()
        try:
            _torment(process, camera, hostile, proxy, chance, seconds)
            connections = proxy.connections
            proxy.target_port = camera.port
            proxy.heal(dropping=True)
            recovered = process.is_alive() and _shows_picture(here, time.time())
            return Endurance(connections, process.is_alive(), process.exitcode, recovered)
        finally:
            process.kill()
            process.join()


def _torment(
    process: BaseProcess,
    camera: Camera,
    hostile: HostileCamera,
    proxy: FaultProxy,
    chance: random.Random,
    seconds: float,
) -> None:
    """Change what ``process`` is given, turn by turn, until the time is over or it is dead."""
    end = time.time() + seconds
    while process.is_alive() and time.time() < end:
        noise = chance.random() < 0.5
        proxy.target_port = hostile.port if noise else camera.port
        proxy.corrupt(0.0 if noise else 10 ** chance.uniform(-5, -2))
        proxy.cut()
        process.join(min(_TURN_SECONDS, max(end - time.time(), 0.0)))
        if not noise and chance.random() < _NEW_CODEC_SHARE:
            camera.become(codec=chance.choice(("h264", "h265", "mjpeg")))


def _shows_picture(pipe: Connection, since: float) -> bool:
    """Ask ``_watch`` whether it has seen a picture that was taken after ``since``."""
    pipe.send(since)
    return pipe.poll(_RECOVERY_SECONDS) and bool(pipe.recv())


def _watch(pipe: Connection, port: int) -> None:
    from rollcall.bench.capture.watcher import Watcher
    from rollcall.capture import CameraStream, RetryPolicy
    from rollcall.config import CaptureSettings
    from rollcall.redaction import SourceUrl

    settings = CaptureSettings(connect_timeout_seconds=1, stall_timeout_seconds=1)
    policy = RetryPolicy(first=0.01, longest=0.05, refused=0.05)
    stream = CameraStream("fuzzed", SourceUrl(f"rtsp://127.0.0.1:{port}{Camera.path}"), settings, policy)
    watcher = Watcher(stream)
    stream.start()
    pipe.send(watcher.wait_for_fresh(pipe.recv(), _RECOVERY_SECONDS) is not None)
