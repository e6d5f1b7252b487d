"""The demo's camera: the stage, played by a local RTSP server, and a gallery of the people on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from rollcall.capture import RtspServer
from rollcall.config import Settings, parse_cameras
from rollcall.demo.photos import fetch_portraits
from rollcall.demo.stage import FRAMES_PER_SECOND, SIZE, Stage
from rollcall.errors import ImageError
from rollcall.model import Image
from rollcall.store.demo import demo_store
from rollcall.vision import read_image

__all__ = ["demo_camera"]

_PEOPLE = 3
"""As many of the user's own people as fit on the stage."""
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


@contextmanager
def demo_camera(settings: Settings) -> Iterator[Settings]:
    """Play the demo over RTSP on this machine, and give ``settings`` with it as the only camera.

    On the stage are the people of the gallery of ``settings``, or, without one, portraits in the public domain, which
    then are the gallery.
    """
    gallery = settings.store.gallery
    if gallery is None:
        gallery = user_cache_path("rollcall") / "demo-gallery"
        files = fetch_portraits(gallery)
    else:
        files = _first_photos(gallery)
    stage = Stage(tuple(read_image(file) for file in files))
    with RtspServer() as server:
        url = server.publish_frames("/demo", lambda number: _picture(stage, number), SIZE, FRAMES_PER_SECOND)
        store = demo_store(settings.store).model_copy(update={"gallery": gallery})
        yield settings.model_copy(update={"cameras": parse_cameras((f"demo={url}",)), "store": store})


def _picture(stage: Stage, number: int) -> Image:
    return stage.draw(number / FRAMES_PER_SECOND)


def _first_photos(gallery: Path) -> tuple[Path, ...]:
    """Return one readable photo of each of the first people of ``gallery``."""
    photos = (_readable_photo(person) for person in sorted(gallery.glob("*/")))
    return tuple(photo for photo in photos if photo is not None)[:_PEOPLE]


def _readable_photo(person: Path) -> Path | None:
    for file in sorted(person.iterdir()):
        if file.suffix.lower() in _SUFFIXES:
            try:
                read_image(file)
            except ImageError:
                continue
            return file
    return None
