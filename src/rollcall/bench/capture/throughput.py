"""How many cameras a core decodes, beside gst-launch doing the same at the same time."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rollcall.errors import ConfigError

__all__ = ["Throughput", "measure_throughput"]

_FRAMES_PER_SECOND = 25
_WARM_UP_SECONDS = 3.0
_START_SECONDS = 30.0
_CAMERA = (
    "rtspsrc location={url} protocols=tcp latency=200 ! rtph264depay ! h264parse ! avdec_h264 max-threads=1 ! {end}"
)
_ENDS = {
    "gst-launch, decoded only": "fakesink sync=false",
    "gst-launch, decoded to BGR": "videoconvert ! video/x-raw,format=BGR ! fakesink sync=false",
}


@dataclass(frozen=True, slots=True)
class Throughput:
    """What one contestant spent."""

    contestant: str
    milliseconds_a_frame: float
    """Of processor time, all threads, for each frame that was sent."""
    cameras_a_core: float
    """Cameras of 1280x720 at 25 frames a second that fill a core."""
    taken: float
    """Frames that reached a reader, as a share of those sent; the rest were decoded, and outdated when it looked."""


def measure_throughput(cameras: int, seconds: float) -> list[Throughput]:
    """Let us and gst-launch read ``cameras`` cameras each, all at the same time, for ``seconds``.

    Raises ConfigError where gst-launch-1.0 is not installed.
    """
    if shutil.which("gst-launch-1.0") is None:
        raise ConfigError("gst-launch-1.0 is missing. Install gstreamer1.0-tools.")
    with ExitStack() as ending:
        url = ending.enter_context(_source())
        contestants = {name: ending.enter_context(_launch(url, end, cameras)) for name, end in _ENDS.items()}
        pid, here = ending.enter_context(_ours(url, cameras))
        contestants["rollcall"] = pid
        time.sleep(_WARM_UP_SECONDS)
        began, before, frames_before = time.time(), _all_cpu(contestants), _frames(here)
        time.sleep(seconds)
        after, frames_after = _all_cpu(contestants), _frames(here)
        sent = (time.time() - began) * _FRAMES_PER_SECOND * cameras
    taken = dict.fromkeys(_ENDS, 1.0) | {"rollcall": (frames_after - frames_before) / sent}
    return [_result(name, (after[name] - before[name]) / sent, share) for name, share in taken.items()]


def _result(name: str, seconds_a_frame: float, taken: float) -> Throughput:
    return Throughput(name, 1000 * seconds_a_frame, 1 / (seconds_a_frame * _FRAMES_PER_SECOND), taken)


@contextmanager
def _source() -> Iterator[str]:
    """Give the URL of a camera of 1280x720, encoded beforehand, so that serving it costs next to nothing."""
    with TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        pattern = "videotestsrc num-buffers=250 pattern=smpte horizontal-speed=3"
        size = f"video/x-raw,format=I420,width=1280,height=720,framerate={_FRAMES_PER_SECOND}/1"
        encoder = "x264enc tune=zerolatency speed-preset=veryfast bitrate=2000 key-int-max=50"
        line = f"{pattern} ! {size} ! {encoder} ! h264parse ! mp4mux ! filesink location={film}"
        subprocess.run(["gst-launch-1.0", "-q", *line.split()], check=True)  # noqa: S603, S607
        with _child(_serve, film) as (_pid, here):
            yield here.recv()


@contextmanager
def _launch(url: str, end: str, cameras: int) -> Iterator[int]:
    line = " ".join(_CAMERA.format(url=url, end=end) for _ in range(cameras))
    process = subprocess.Popen(["gst-launch-1.0", "-q", *line.split()])  # noqa: S603, S607
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


@contextmanager
def _ours(url: str, cameras: int) -> Iterator[tuple[int, Connection]]:
    with _child(_read, url, cameras) as (pid, here):
        here.recv()
        yield pid, here


@contextmanager
def _child(function: Any, *arguments: Any) -> Iterator[tuple[int, Connection]]:
    """Run ``function`` with a pipe and ``arguments`` in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=function, args=(there, *arguments), daemon=True)
    process.start()
    try:
        if not here.poll(_START_SECONDS):
            raise TimeoutError("a process of the benchmark did not start")
        yield process.pid or 0, here
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection, film: Path) -> None:
    from rollcall.capture import RtspServer

    with RtspServer() as server:
        pipe.send(server.publish_encoded("/film", film, "h264"))
        pipe.poll(None)


def _read(pipe: Connection, url: str, cameras: int) -> None:
    """Read cameras as an analysis does: each new frame, once; tell the number of frames at each request."""
    from rollcall.capture import CameraStream
    from rollcall.config import CaptureSettings
    from rollcall.redaction import SourceUrl

    def look(stream: CameraStream) -> None:
        sequence = -1
        while True:
            frame = stream.wait(sequence, 1.0)
            sequence = sequence if frame is None else frame.sequence

    streams = [CameraStream(f"camera{number}", SourceUrl(url), CaptureSettings()) for number in range(cameras)]
    for stream in streams:
        stream.start()
        threading.Thread(target=look, args=(stream,), daemon=True).start()
    pipe.send(None)
    while True:
        pipe.recv()
        pipe.send(sum(stream.status.frames for stream in streams))


def _frames(pipe: Connection) -> int:
    """Ask ``_read`` for the number of frames it has decoded by now."""
    pipe.send(None)
    return int(pipe.recv())


def _all_cpu(contestants: dict[str, int]) -> dict[str, float]:
    return {name: _cpu(pid) for name, pid in contestants.items()}


def _cpu(pid: int) -> float:
    """Return the seconds of processor time of a process, from /proc/PID/stat."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / os.sysconf("SC_CLK_TCK")
