"""SCRFD face detectors, in any of their exports (Guo et al., "Sample and Computation Redistribution", 2021)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.model import Face, Image
from rollcall.vision.fitting import fit
from rollcall.vision.graph import Graph
from rollcall.vision.quality import measure_quality
from rollcall.vision.runtime import Model, Runtime
from rollcall.vision.scrfd.candidates import NOBODY, Candidates, join
from rollcall.vision.scrfd.doubling import with_doubling
from rollcall.vision.scrfd.ends import BOX, LANDMARKS, SCORE
from rollcall.vision.scrfd.heads import Level, cut_heads

__all__ = ["ScrfdDetector", "ScrfdNet", "is_scrfd"]

_MEAN, _SCALE = 127.5, 1 / 128
# InsightFace, scrfd.py.

_STRIDES = (8, 16, 32)
_COARSEST = _STRIDES[-1]
# The input's sides are multiples of the coarsest stride.

_MAX_OVERLAP = 0.4
# InsightFace's default; above it two boxes are the same face.

_WIDESCREEN = (640, 352)
# A 16:9 picture in a net of 640 pixels.

_LARGE_FACE_SCALE = 0.25
# The second pass looks at the picture at this share of the first one's size. Shares from 1/5 to 1/2 all find 292 to 296
# of the 300 large faces of data/landmarks, of which the first pass alone finds 170; a quarter costs 8 % of it.


def is_scrfd(graph: Graph) -> bool:
    """Whether the graph looks like an SCRFD detector with landmarks: for each stride a score, a box and five points."""
    kinds = sorted(shape[-1] or 0 for shape in graph.output_shapes if shape)
    expected = sorted((SCORE, BOX, LANDMARKS) * len(_STRIDES))
    return len(graph.input_shape) == 4 and graph.input_shape[1] == 3 and kinds == expected


class ScrfdDetector:
    """Finds faces of all sizes, each with five landmarks.

    At one scale SCRFD misses about half of the faces that fill more than 40 % of the picture and all that fill it
    whole; a second, small pass finds them. It is always made: of the largest faces the first pass's scores show no
    trace by which the need of it could be told.
    """

    def __init__(self, net: ScrfdNet, *, size: tuple[int, int] = (640, 640), threshold: float = 0.5) -> None:
        """Detect what scores at least ``threshold`` in pictures scaled into ``size``, width and height."""
        self.net = net
        self._threshold = threshold
        small = (round(size[0] * _LARGE_FACE_SCALE), round(size[1] * _LARGE_FACE_SCALE))
        self.passes = (size, small)
        """Width and height into which pictures are scaled, for each pass."""

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.net.name

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""
        return self.net.model.engine

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Return the faces, best score first, with landmarks and quality."""
        candidates = self._candidates(image).keep_best(_MAX_OVERLAP)
        rows = zip(candidates.boxes, candidates.landmarks, candidates.scores.tolist(), strict=True)
        return tuple(
            Face(box, landmarks, score, measure_quality(image, box, landmarks, score)) for box, landmarks, score in rows
        )

    def _candidates(self, image: Image) -> Candidates:
        return join(self.net.find(image, size, self._threshold) for size in self.passes)


class ScrfdNet:
    """The net alone: one pass at one scale."""

    def __init__(self, graph: Graph, runtime: Runtime | None = None) -> None:
        """Compile the net.

        Raises:
            ModelError: the graph is no SCRFD detector with landmarks.

        """
        if not is_scrfd(graph):
            raise ModelError(f"The model '{graph.name}' is no SCRFD detector with five landmarks (det_*.onnx).")
        cut, self._levels = cut_heads(graph)
        on_pixels = with_doubling(cut).on_pixels(mean=_MEAN, scale=_SCALE)
        self._canvas = _canvas(graph, on_pixels)
        self.model = Model(on_pixels, runtime, _example(self._canvas))

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    def find(self, image: Image, size: tuple[int, int], threshold: float) -> Candidates:
        """Return what scores at least ``threshold`` in the picture, scaled into ``size``, width and height."""
        fitted = fit(image, _at_most(size, self._canvas), canvas=self._canvas)
        levels = zip(_STRIDES, self._levels(self.model.run(fitted.pixels[None])), strict=True)
        found = join(_decode(*level, shape=fitted.pixels.shape, threshold=threshold) for level in levels)
        return found.finite().scaled(fitted.enlarge_x, fitted.enlarge_y)


def _canvas(graph: Graph, on_pixels: Graph) -> tuple[int, int] | int:
    """Return the one width and height that the net takes, or the number whose multiples it takes.

    Exports with a declared size take others too, unless that size was also written into their nodes: only trying tells.
    """
    height, width = graph.input_shape[2:]
    if height is None or width is None:
        return _COARSEST
    try:
        Model(on_pixels).run(np.zeros((1, 2 * _COARSEST, 3 * _COARSEST, 3), np.uint8))
    except ModelError:
        return width, height
    return _COARSEST


def _at_most(size: tuple[int, int], canvas: tuple[int, int] | int) -> tuple[int, int]:
    return (min(size[0], canvas[0]), min(size[1], canvas[1])) if isinstance(canvas, tuple) else size


def _example(canvas: tuple[int, int] | int) -> NDArray[np.uint8]:
    """Return a picture of the most common shape, by which the engines are measured."""
    width, height = canvas if isinstance(canvas, tuple) else _WIDESCREEN
    return np.random.default_rng(0).integers(0, 256, (1, height, width, 3), np.uint8)


def _decode(stride: int, level: Level, *, shape: tuple[int, ...], threshold: float) -> Candidates:
    """Return one stride's faces whose score passes, in pixels of the input.

    Their shapes are distances from an anchor's centre to the box's sides and offsets to the landmarks, in strides.
    """
    passing = np.flatnonzero(level.scores >= threshold)
    if not len(passing):
        return NOBODY
    columns = shape[1] // stride
    anchors = len(level.scores) // (columns * (shape[0] // stride))
    cells = passing // anchors
    centres = np.stack((cells % columns, cells // columns), axis=1).astype(np.float32) * stride
    shapes = level.shapes_at(passing) * stride
    return Candidates(
        np.concatenate((centres - shapes[:, :2], centres + shapes[:, 2:4]), axis=1),
        centres[:, None] + shapes[:, 4:].reshape(-1, 5, 2),
        level.scores[passing],
    )
