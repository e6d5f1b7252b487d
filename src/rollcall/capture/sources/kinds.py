"""Where video comes from, by the scheme of its URL: how each kind is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rollcall.capture.pipeline import VideoPipeline
from rollcall.capture.sources.files import open_file
from rollcall.capture.sources.folders import open_folder
from rollcall.capture.sources.mjpeg import open_mjpeg
from rollcall.capture.sources.rtsp import open_rtsp
from rollcall.capture.sources.webcams import open_test, open_webcam
from rollcall.errors import SourceRefused, SourceUnsupported
from rollcall.redaction import SourceUrl

__all__ = ["SourceKind", "kind_of", "path_in"]


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One way to get at video."""

    open: Callable[[VideoPipeline], None]
    """Adds the elements of the source to a pipeline, which is started afterwards."""
    comes_back: bool = True
    """Whether trying again may help, as with a camera, or not, as with a file."""


def kind_of(source: SourceUrl) -> SourceKind:
    """Return how ``source`` is opened. Raises SourceUnsupported for a scheme that is none of ours."""
    kind = _KINDS.get(source.scheme)
    if kind is None:
        known = ", ".join(f"{scheme}://" for scheme in _KINDS if scheme)
        raise SourceUnsupported(f"'{source}' is no source of video. Give a file, a folder of pictures, or {known}.")
    return kind


def _open_path(pipeline: VideoPipeline) -> None:
    source = pipeline.source
    path = Path(path_in(source.location) if source.scheme else source.location).expanduser()
    if not path.exists():
        raise SourceRefused(f"{source} is not there. Check its path.")
    if path.is_dir():
        open_folder(pipeline, path)
    else:
        open_file(pipeline, path)


def path_in(url: str) -> str:
    """Return the path that a ``file://`` URL names; ``file:///C:/x`` has a slash before its drive that is not of it."""
    path = unquote(urlsplit(url).path)
    return path[1:] if _DRIVE.match(path) else path


_DRIVE = re.compile(r"/[A-Za-z]:(/|$)")

_KINDS = {
    "rtsp": SourceKind(open_rtsp),
    "rtsps": SourceKind(open_rtsp),
    "http": SourceKind(open_mjpeg),
    "https": SourceKind(open_mjpeg),
    "webcam": SourceKind(open_webcam),
    "test": SourceKind(open_test),
    "file": SourceKind(_open_path, comes_back=False),
    "": SourceKind(_open_path, comes_back=False),
}
