"""The cameras: each is asked, all at once, for no longer than a few seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from rollcall.config import CameraSettings, CaptureSettings
from rollcall.doctor.finding import Finding, ok, problem, warning
from rollcall.errors import RollcallError

if TYPE_CHECKING:
    from rollcall.capture.stream_trial import StreamTrial

__all__ = ["check_cameras"]

_AT_ONCE = 16
_RARE_KEYFRAMES_SECONDS = 4.0
"""From here on the page shows a moving picture only after an annoying wait."""
_FEW_FRAMES = 5.0
"""A second; with fewer, people walk by between two of them."""
_SMALL_HEIGHT = 360
"""Pixels; in smaller pictures only a face that fills a third of it is large enough to be named."""


def check_cameras(cameras: Sequence[CameraSettings], settings: CaptureSettings, seconds: float) -> Iterator[Finding]:
    """Connect to every camera for at most ``seconds``, and tell what it sends or why it does not."""
    if not cameras:
        yield ok("cameras", "none is named, so the demo would be shown")
        return
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="doctor") as threads:
        yield from threads.map(lambda camera: _check(camera, settings, seconds), cameras)


def _check(camera: CameraSettings, settings: CaptureSettings, seconds: float) -> Finding:
    from rollcall.capture import CameraStream
    from rollcall.capture.stream_trial import StreamTrial, try_stream

    subject = f"camera {camera.name}"
    try:
        stream = CameraStream(camera.name, camera.url, settings)
        return _finding(subject, try_stream(stream, seconds, StreamTrial.shows_keyframes), seconds)
    except RollcallError as error:
        return problem(subject, str(error))


def _finding(subject: str, seen: StreamTrial, seconds: float) -> Finding:
    status = seen.status
    if not status.frames:
        reason = status.reason or f"no picture within {seconds:g} s"
        return problem(subject, f"{status.state}: {reason}", "docs/cameras.md tells what each answer means.")
    words = _video(seen, seconds)
    advice = " ".join(_advice(seen))
    return warning(subject, words, advice) if advice else ok(subject, words)


def _video(seen: StreamTrial, seconds: float) -> str:
    status = seen.status
    parts = [f"{status.codec} {status.width}x{status.height}", f"{status.frames_per_second:.0f} frames/s"]
    if seen.keyframe_seconds is not None:
        parts.append(f"a keyframe every {seen.keyframe_seconds:.1f} s")
    elif seen.has_keyframes:
        parts.append(f"no second keyframe within {seconds:g} s")
    return ", ".join([*parts, f"decoded by {status.decoder}"] if status.decoder else parts)


def _advice(seen: StreamTrial) -> Iterator[str]:
    status, distance = seen.status, seen.keyframe_seconds
    if seen.has_keyframes and (distance is None or distance > _RARE_KEYFRAMES_SECONDS):
        yield "Shorten the keyframe interval (GOP) in the camera to a second or two."
    if status.frames_per_second < _FEW_FRAMES:
        yield "Raise its frame rate to 10 or 15."
    if status.height < _SMALL_HEIGHT:
        yield "Take a larger profile: faces need 40 pixels."
    if status.codec == "H265":
        yield "Browsers play H.264 alone, so the page shows this camera as MJPEG; choose H.264 in the camera."
