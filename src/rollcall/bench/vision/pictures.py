"""The pictures that are measured on."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from rollcall.errors import ConfigError
from rollcall.model import Image
from rollcall.vision import read_image
from rollcall.vision.fitting import fit
from rollcall.vision.protocols import Detector

__all__ = ["exactly_scaled", "frame_with_faces", "pictures_in", "portrait"]

_FRAME = (1280, 720)

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


def pictures_in(directory: Path, pattern: str = "*") -> list[Path]:
    """Return the pictures of a directory, by name.

    Raises:
        ConfigError: there are none.

    """
    paths = sorted(path for path in directory.glob(pattern) if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise ConfigError(f"There are no pictures in '{directory}'.")
    return paths


def frame_with_faces(directory: Path, detector: Detector, faces: int) -> Image:
    """Return a frame of 1280x720 pixels from the picture in which there are ``faces`` faces, or nearly so many."""
    frames = [_frame(read_image(path)) for path in pictures_in(directory)]
    return min(frames, key=lambda frame: abs(len(detector.detect(frame)) - faces))


def portrait(image: Image, detector: Detector) -> Image:
    """Return the largest face of ``image`` with as much room around it as it is large."""
    box = max((face.box for face in detector.detect(image)), key=lambda box: float((box[2:] - box[:2]).prod()))
    left, top, right, bottom = (round(float(side)) for side in box)
    room = max(right - left, bottom - top)
    return image[max(top - room, 0) : bottom + room, max(left - room, 0) : right + room]


def _frame(image: Image) -> Image:
    width, height = _FRAME
    scale = min(width / image.shape[1], height / image.shape[0])
    scaled = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:height, :width]
    frame = np.zeros((height, width, 3), np.uint8)
    frame[: scaled.shape[0], : scaled.shape[1]] = scaled
    return frame


def exactly_scaled(image: Image, passes: tuple[tuple[int, int], ...]) -> Image:
    """Return the picture with as much black at its right and bottom that each pass scales both sides alike.

    The scaled sides are whole pixels, so one is often scaled a little more than the other. InsightFace takes the
    height's scale for both and is off by up to 6 pixels in a picture of 2,000; only without that can it be compared.
    """
    height, width = image.shape[:2]
    smallest = min(max(size) for size in passes)
    longer = -(-max(height, width) // smallest) * smallest
    step = longer // smallest
    sides = (longer, _next(width, step)) if height >= width else (_next(height, step), longer)
    fitted = [fit(image, size, canvas=1) for size in passes]
    if all(abs(picture.enlarge_x - picture.enlarge_y) < 1e-9 for picture in fitted):
        return image
    padded = np.zeros((*sides, 3), np.uint8)
    padded[:height, :width] = image
    return padded


def _next(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple
