"""Video files."""

from __future__ import annotations

from pathlib import Path

from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.errors import SourceUnsupported

__all__ = ["open_file"]


def open_file(pipeline: VideoPipeline, path: Path) -> None:
    """Add what reads a file at its own speed; of its streams only the first with video is taken."""
    file, parse = make("filesrc"), make("parsebin")
    file.set_property("location", str(path))
    pipeline.pace()
    pipeline.listen(parse, "pad-added", lambda _parse, pad: _take(pipeline, pad))
    pipeline.listen(parse, "no-more-pads", lambda _parse: _expect_video(pipeline))
    pipeline.add(file, parse)


def _take(pipeline: VideoPipeline, pad: Gst.Pad) -> None:
    caps = pad.get_current_caps() or pad.query_caps()
    if caps.get_structure(0).get_name().startswith(("video/", "image/")):
        pipeline.take(pad)


def _expect_video(pipeline: VideoPipeline) -> None:
    if not pipeline.codec:
        pipeline.fail(SourceUnsupported(f"{pipeline.source} holds no video."))
