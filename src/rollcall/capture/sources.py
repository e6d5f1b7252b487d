"""Where video comes from, by the scheme of its URL: how each kind is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.errors import SourceUnsupported
from rollcall.redaction import SourceUrl

__all__ = ["SourceKind", "kind_of"]

_PROTOCOLS = {"tcp": "tcp", "udp": "udp", "http": "http", "auto": "udp+tcp+http"}
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One way to get at video."""

    open: Callable[[VideoPipeline], None]
    """Adds the elements of the source to a pipeline; the pipeline is started afterwards."""
    comes_back: bool = True
    """Whether trying again may help, as with a camera, or not, as with a file."""


def kind_of(source: SourceUrl) -> SourceKind:
    """Return how ``source`` is opened. Raises SourceUnsupported for a scheme that is none of ours."""
    kind = _KINDS.get(source.scheme)
    if kind is None:
        known = ", ".join(f"{scheme}://" for scheme in _KINDS if scheme)
        raise SourceUnsupported(f"'{source}' is no video source. Give a file or one of {known}.")
    return kind


def _open_rtsp(pipeline: VideoPipeline) -> None:
    source, settings = pipeline.source, pipeline.settings
    rtsp = make(
        "rtspsrc",
        protocols=_PROTOCOLS[settings.transport],
        latency=settings.latency_milliseconds,
        tcp_timeout=int(settings.connect_timeout_seconds * _MICROSECONDS),
        timeout=int(settings.connect_timeout_seconds * _MICROSECONDS),
    )
    rtsp.set_property("location", source.location)
    if source.user is not None:
        rtsp.set_property("user-id", source.user)
        rtsp.set_property("user-pw", source.password or "")
    pipeline.listen(rtsp, "select-stream", _only_video())
    pipeline.listen(rtsp, "pad-added", lambda _rtsp, pad: pipeline.take(pad))
    pipeline.listen(rtsp, "no-more-pads", lambda _rtsp: _expect_video(pipeline))
    pipeline.add(rtsp)


def _expect_video(pipeline: VideoPipeline) -> None:
    if not pipeline.codec:
        pipeline.refuse("has no video stream")


def _only_video() -> Callable[[Gst.Element, int, Gst.Caps], bool]:
    """Return what tells rtspsrc to ask for the first video stream alone: sound and metadata would only cost."""
    chosen: list[int] = []

    def select(_rtsp: Gst.Element, number: int, caps: Gst.Caps) -> bool:
        if caps.get_structure(0).get_value("media") == "video" and chosen in ([], [number]):
            chosen[:] = [number]
            return True
        return False

    return select


def _open_file(pipeline: VideoPipeline) -> None:
    text = pipeline.source.reveal()
    path = Path(unquote(urlsplit(text).path) if pipeline.source.scheme == "file" else text).expanduser()
    file, parse = make("filesrc"), make("parsebin")
    file.set_property("location", str(path))
    pipeline.pace()
    pipeline.listen(parse, "pad-added", lambda _parse, pad: _take_if_video(pipeline, pad))
    pipeline.listen(parse, "no-more-pads", lambda _parse: _expect_video(pipeline))
    pipeline.add(file, parse)


def _take_if_video(pipeline: VideoPipeline, pad: Gst.Pad) -> None:
    caps = pad.get_current_caps() or pad.query_caps()
    if caps.get_structure(0).get_name().startswith(("video/", "image/")):
        pipeline.take(pad)


def _open_test(pipeline: VideoPipeline) -> None:
    test = make("videotestsrc", is_live=True, pattern="ball")
    picture = make("capsfilter", caps="video/x-raw,width=1280,height=720,framerate=25/1")
    pipeline.add(test, picture)
    pipeline.take(picture.get_static_pad("src"))


_KINDS = {
    "rtsp": SourceKind(_open_rtsp),
    "rtsps": SourceKind(_open_rtsp),
    "file": SourceKind(_open_file, comes_back=False),
    "": SourceKind(_open_file, comes_back=False),
    "test": SourceKind(_open_test),
}
