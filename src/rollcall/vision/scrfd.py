"""SCRFD face detectors, in any of their exports (Guo et al., "Sample and Computation Redistribution", 2021)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.model import Face, Image
from rollcall.vision.candidates import Candidates, join
from rollcall.vision.graph import Graph
from rollcall.vision.quality import measure_quality
from rollcall.vision.runtime import Model

__all__ = ["ScrfdDetector", "ScrfdNet", "is_scrfd"]

_MEAN, _SCALE = 127.5, 1 / 128
# InsightFace, scrfd.py.

_STRIDES = (8, 16, 32)
_COARSEST = _STRIDES[-1]
# The input's sides are multiples of the coarsest stride.

_SCORE, _BOX, _LANDMARKS = 1, 4, 10
# Values a row of the three kinds of output.

_MAX_OVERLAP = 0.4
# InsightFace's default; above it two boxes are the same face.

_LARGE_FACE_SCALE = 0.25
# The second pass looks at the picture at this share of the first one's size. Shares from 1/5 to 1/2 all find 292 to 296
# of the 300 large faces of data/landmarks, of which the first pass alone finds 170; a quarter costs 6 % of it.


def is_scrfd(graph: Graph) -> bool:
    """Whether the graph looks like an SCRFD detector with landmarks: for each stride a score, a box and five points."""
    kinds = sorted(shape[-1] or 0 for shape in graph.output_shapes if shape)
    expected = sorted((_SCORE, _BOX, _LANDMARKS) * len(_STRIDES))
    return len(graph.input_shape) == 4 and graph.input_shape[1] == 3 and kinds == expected


class ScrfdDetector:
    """Finds faces of all sizes, each with five landmarks.

    At one scale SCRFD misses about half of the faces that fill more than 40 % of the picture and all that fill it
    whole; a second, small pass finds them. It is always made: of the largest faces the first pass's scores show no
    trace by which the need of it could be told.
    """

    def __init__(self, net: ScrfdNet, *, size: int = 640, threshold: float = 0.5) -> None:
        """Detect on pictures scaled to ``size`` at their longer side what scores at least ``threshold``."""
        self._net = net
        self._size = size
        self._threshold = threshold

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._net.name

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Return the faces, best score first, with landmarks and quality."""
        candidates = self._candidates(image).keep_best(_MAX_OVERLAP)
        rows = zip(candidates.boxes, candidates.landmarks, candidates.scores.tolist(), strict=True)
        return tuple(
            Face(box, landmarks, score, measure_quality(image, box, landmarks, score)) for box, landmarks, score in rows
        )

    def _candidates(self, image: Image) -> Candidates:
        passes = (self._size, round(self._size * _LARGE_FACE_SCALE))
        return join(self._net.find(image, size, self._threshold) for size in passes)


class ScrfdNet:
    """The net alone: one pass at one scale."""

    def __init__(self, graph: Graph, *, threads: int = 0) -> None:
        """Compile the net.

        Raises:
            ModelError: the graph is no SCRFD detector with landmarks.

        """
        if not is_scrfd(graph):
            raise ModelError(f"The model '{graph.name}' is no SCRFD detector with five landmarks (det_*.onnx).")
        self._model = Model(graph.on_pixels(mean=_MEAN, scale=_SCALE), threads=threads)

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._model.name

    def find(self, image: Image, size: int, threshold: float) -> Candidates:
        """Return what scores at least ``threshold`` in the picture, its longer side scaled to ``size``."""
        pixels, rows, columns = _fit(image, size)
        outputs = self._model.run(pixels[None])
        levels = zip(_STRIDES, *(_by_stride(outputs, kind) for kind in (_SCORE, _BOX, _LANDMARKS)), strict=True)
        found = join(_decode(*level, shape=pixels.shape[:2], threshold=threshold) for level in levels)
        return found.scaled(image.shape[1] / columns, image.shape[0] / rows)


def _fit(image: Image, size: int) -> tuple[Image, int, int]:
    """Return the picture with its longer side scaled to ``size``, and its rows and columns.

    It stands in the upper left of a canvas whose sides are multiples of 32 (black where it does not reach).
    """
    height, width = image.shape[:2]
    scale = size / max(height, width)
    rows, columns = max(1, int(height * scale)), max(1, int(width * scale))
    canvas = np.empty((_ceil(rows), _ceil(columns), 3), np.uint8)
    canvas[rows:], canvas[:rows, columns:] = 0, 0
    cv2.resize(image, (columns, rows), dst=canvas[:rows, :columns])
    return canvas, rows, columns


def _ceil(side: int) -> int:
    return -(-side // _COARSEST) * _COARSEST


def _by_stride(outputs: tuple[NDArray[np.float32], ...], kind: int) -> list[NDArray[np.float32]]:
    """Return the outputs with ``kind`` values a row as (rows, kind), finest stride first, batch axis or not."""
    rows = [output.reshape(-1, kind) for output in outputs if output.shape[-1] == kind]
    return sorted(rows, key=len, reverse=True)


def _decode(
    stride: int,
    scores: NDArray[np.float32],
    boxes: NDArray[np.float32],
    points: NDArray[np.float32],
    *,
    shape: tuple[int, ...],
    threshold: float,
) -> Candidates:
    """Return one stride's faces whose score passes, in pixels of the input; only their anchors are decoded.

    Outputs are distances from an anchor's centre to the box's sides and offsets to the landmarks, in strides.
    """
    passing = np.flatnonzero(scores[:, 0] >= threshold)
    columns = shape[1] // stride
    anchors = len(scores) // (columns * (shape[0] // stride))
    cells = passing // anchors
    centres = np.stack((cells % columns, cells // columns), axis=1).astype(np.float32) * stride
    sides = boxes[passing] * stride
    return Candidates(
        np.concatenate((centres - sides[:, :2], centres + sides[:, 2:]), axis=1),
        centres[:, None] + points[passing].reshape(-1, 5, 2) * stride,
        scores[passing, 0],
    )
