"""Whether many calls leave the memory as large as it was. Linux only, from /proc."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from rollcall.bench.capture.footprint import footprint
from rollcall.model import Image
from rollcall.vision.arcface import ArcFaceEmbedder
from rollcall.vision.scrfd.detector import ScrfdDetector

__all__ = ["CallMemory", "measure_memory"]

_SHAPES = ((96, 54), (54, 96), (96, 96), (96, 72), (100, 61))
"""Width and height: each is another input of the net, which an engine may compile and keep."""
_SETTLED_SHARE = 0.1
"""Of the calls fill caches and the allocator's arenas."""
_EMBED_EACH = 5
"""Embedding takes the longest, and takes the same shape each time."""


@dataclass(frozen=True, slots=True)
class CallMemory:
    """Resident memory in megabytes, early and late."""

    engine: str
    calls: int
    settled: float
    last: float

    @property
    def growth(self) -> float:
        """Share that came on top."""
        return self.last / self.settled - 1


def measure_memory(
    detector: ScrfdDetector, embedder: ArcFaceEmbedder, face: Image, calls: Iterable[int], total: int
) -> CallMemory:
    """Detect in pictures of changing shape, and embed what is found in some, for each of ``total`` ``calls``.

    ``face``: a picture with one face. Raises ValueError where the detector does not see it in every shape, since such
    calls would show nothing.
    """
    pictures = [cv2.resize(face, shape).astype(np.uint8) for shape in _SHAPES]
    if not all(detector.detect(picture) for picture in pictures):
        raise ValueError("the detector does not find the face in every shape")
    settled = 0.0
    for call in calls:
        image = pictures[call % len(pictures)]
        found = detector.detect(image)
        embedder.embed(image, found[:1] if call % _EMBED_EACH == 0 else ())
        if call == int(_SETTLED_SHARE * total):
            settled = footprint().megabytes
    return CallMemory(detector.engine, total, settled, footprint().megabytes)
