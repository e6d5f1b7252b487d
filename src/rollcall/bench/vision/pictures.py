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
_SAME_SCALE = 1e-9

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


def pictures_in(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the pictures of a folder, by name.

    Raises:
        ConfigError: there are none.

    """
    paths = sorted(path for path in folder.glob(pattern) if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise ConfigError(f"There are no pictures in '{folder}'.")
    return paths


def frame_with_faces(folder: Path, detector: Detector, faces: int) -> Image:
    """Return a frame of 1280x720 pixels from the picture in which there are ``faces`` faces, or nearly so many."""
    frames = [_frame(read_image(path)) for path in pictures_in(folder)]
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


def exactly_scaled(image: Image, passes: tuple[tuple[int, int], ...], multiple: int) -> Image:
    """Return the picture with as much black at its right or bottom that each pass scales both sides alike.

    ``multiple``: of which the sides of the net's input are multiples. InsightFace takes the height's scale for both
    sides, and is off by up to 6 pixels in a picture of 2,000 where they differ; only without that can it be compared.
    """
    height, width = image.shape[:2]
    smallest = min(max(size) for size in passes)
    longer = _next(max(height, width), smallest)
    for side in (min(height, width), *range(_next(min(height, width), longer // smallest), longer, longer // smallest)):
        padded = _padded(image, longer, side)
        if all(_scales_alike(padded, size, multiple) for size in passes):
            return padded
    return _padded(image, longer, longer)


def _padded(image: Image, longer: int, shorter: int) -> Image:
    height, width = image.shape[:2]
    rows, columns = (longer, shorter) if height >= width else (shorter, longer)
    if (rows, columns) == (height, width):
        return image
    padded = np.zeros((rows, columns, 3), np.uint8)
    padded[:height, :width] = image
    return padded


def _scales_alike(image: Image, size: tuple[int, int], multiple: int) -> bool:
    fitted = fit(image, size, canvas=multiple)
    return abs(fitted.enlarge_x - fitted.enlarge_y) < _SAME_SCALE


def _next(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple
