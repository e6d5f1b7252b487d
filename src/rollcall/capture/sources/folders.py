"""Folders of pictures, shown one after the other as if a camera had seen them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image as Pictures
from PIL import ImageOps

from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.capture.serving.playing import Player, sample_of
from rollcall.errors import SourceUnsupported
from rollcall.model import Image

__all__ = ["open_folder"]

_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})

_log = logging.getLogger(__name__)


def open_folder(pipeline: VideoPipeline, folder: Path) -> None:
    """Add what shows the pictures of ``folder`` in the order of their names; those that cannot be read are left out.

    Raises SourceUnsupported where there is none.
    """
    files = tuple(sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES))
    if not files:
        raise SourceUnsupported(f"The folder {pipeline.source} holds no pictures.")
    source, picture = make("appsrc", is_live=True, format="time"), make("capsfilter", caps="video/x-raw,format=BGR")
    pipeline.add(source, picture)
    pipeline.take(picture.get_static_pad("src"))
    settings = pipeline.settings
    player = Player(_Pictures(files, settings.picture_seconds, loop=settings.loop), source)
    pipeline.at_end(player.stop)


class _Pictures:
    """The pictures of a folder, each shown for as long."""

    def __init__(self, files: tuple[Path, ...], seconds: float, *, loop: bool) -> None:
        self._files = files
        self._seconds = seconds
        self._loop = loop

    def play(self, stopped: threading.Event) -> Iterator[Gst.Sample]:
        shown = 0
        for file in cycle(self._files) if self._loop else self._files:
            image = _read(file)
            if image is not None:
                shown += 1
                yield sample_of(image, 1 / self._seconds)
                if stopped.wait(self._seconds):
                    return
            elif shown == 0 and file is self._files[-1]:
                return


def _read(file: Path) -> Image | None:
    """Return the picture upright, or None where it is none."""
    try:
        with Pictures.open(file) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, Pictures.DecompressionBombError) as error:
        _log.warning("the picture %s cannot be read: %s", file, error)
        return None
    return np.ascontiguousarray(np.asarray(upright)[..., ::-1])
