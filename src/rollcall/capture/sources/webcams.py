"""Cameras at this machine's own ports, and a picture that needs no camera."""

from __future__ import annotations

import sys
from urllib.parse import parse_qs, urlsplit

from rollcall.capture.gstreamer import make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.errors import SourceUnsupported
from rollcall.redaction import SourceUrl

__all__ = ["device_of", "open_test", "open_webcam"]

_TEST_PICTURE = "width=1280,height=720,framerate=25/1"


def open_webcam(pipeline: VideoPipeline) -> None:
    """Add the camera of ``webcam://0``, ``webcam://1``, ...; ``?size=1280x720&fps=30`` asks for a mode of it."""
    address = urlsplit(pipeline.source.location)
    number = address.netloc or "0"
    if not number.isdecimal():
        raise SourceUnsupported(f"'{pipeline.source}' names no webcam. Give its number: webcam://0.")
    mode = _mode(pipeline.source)
    # Whatever it sends (raw, JPEG, even H.264) is decoded before we look at it.
    decode = make("decodebin")
    wanted = [make("capsfilter", caps=f"video/x-raw,{mode};image/jpeg,{mode};video/x-h264,{mode}")] if mode else []
    pipeline.listen(decode, "pad-added", lambda _decode, pad: pipeline.take(pad))
    element, properties = device_of(int(number), sys.platform)
    pipeline.add(make(element, **properties), *wanted, decode)


def open_test(pipeline: VideoPipeline) -> None:
    """Add a moving picture that needs no camera: ``test://``, ``test://?size=640x360&fps=10``."""
    picture = make("capsfilter", caps=f"video/x-raw,{_mode(pipeline.source) or _TEST_PICTURE}")
    pipeline.add(make("videotestsrc", is_live=True, pattern="ball"), picture)
    pipeline.take(picture.get_static_pad("src"))


def device_of(number: int, platform: str) -> tuple[str, dict[str, object]]:
    """Return the element that opens webcam ``number`` on a ``sys.platform``, and its properties."""
    if platform == "win32":
        return "mfvideosrc", {"device_index": number}
    if platform == "darwin":
        return "avfvideosrc", {"device_index": number}
    return "v4l2src", {"device": f"/dev/video{number}"}


def _mode(source: SourceUrl) -> str:
    """Return the caps that ``?size=WxH&fps=N`` asks for, or ``""``."""
    query = {name: values[-1] for name, values in parse_qs(urlsplit(source.location).query).items()}
    width, cross, height = query.get("size", "").partition("x")
    rate = query.get("fps", "")
    if not all(text.isdecimal() for text in (width, height, rate) if text) or bool(cross) != bool(width and height):
        raise SourceUnsupported(f"'{source}' asks for no size and rate that can be read. Write ?size=1280x720&fps=30.")
    size = [f"width={width}", f"height={height}"] if cross else []
    return ",".join([*size, *([f"framerate={rate}/1"] if rate else [])])
