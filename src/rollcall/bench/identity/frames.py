"""Every frame of a video file, one after the other and none left out: for measuring, where a camera would be live."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from rollcall.capture.gstreamer.samples import Sample, image_of
from rollcall.capture.pipeline import EndOfVideo, VideoPipeline
from rollcall.capture.sources.files import open_file
from rollcall.config.capture import CaptureSettings
from rollcall.errors import SourceUnsupported
from rollcall.model import Frame
from rollcall.redaction import SourceUrl

__all__ = ["frames_of"]

_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 10.0
"""Longer than any decoder takes for a frame; a file that gives none for so long gives none any more."""


def frames_of(path: Path) -> Iterator[Frame]:
    """Yield the frames of a file in their order, as fast as they are taken but no faster than they play.

    Raises CaptureError where it is no video that can be decoded.
    """
    pipeline = VideoPipeline(SourceUrl(str(path)), CaptureSettings())
    try:
        open_file(pipeline, path)
        pipeline.start()
        for sequence, sample in enumerate(_samples(pipeline)):
            pts = sample.pts or 0.0
            yield Frame(path.stem, sequence, pts, pts, image_of(sample))
    except EndOfVideo:
        return
    finally:
        pipeline.close()


def _samples(pipeline: VideoPipeline) -> Iterator[Sample]:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        sample = pipeline.poll(_POLL_SECONDS)
        # Nobody wants the encoded pictures here, but they fill the pipeline until they are taken.
        pipeline.packets()
        if sample is None:
            # A pipeline that has not come up yet answers at once, however long it is asked to wait.
            time.sleep(_POLL_SECONDS)
            continue
        yield sample
        deadline = time.monotonic() + _PATIENCE_SECONDS
    raise SourceUnsupported(f"'{pipeline.source}' gave no frame for {_PATIENCE_SECONDS:.0f} s; is it a whole video?")
