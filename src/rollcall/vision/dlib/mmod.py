"""dlib's CNN face detector, read from ``mmod_human_face_detector.dat`` (King, "Max-Margin Object Detection", 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rollcall.vision.by_rows import by_rows
from rollcall.vision.dlib.archive import Archive
from rollcall.vision.dlib.network import Convolution, Layer, fold_scalings, read_input_kind, read_layers
from rollcall.vision.dlib.translation import translate
from rollcall.vision.graph import Graph

__all__ = ["Mmod", "read_mmod"]


@dataclass(frozen=True, eq=False)
class Mmod:
    """The detector's network, and how its output is read."""

    graph: Graph
    """From RGB pixels, (1, 3, H, W) float32, 0..255, to a score at every eighth pixel, above 0 for a face."""
    mean_rgb: tuple[float, float, float]
    """The colour that is nothing to the network, and fills its padding."""
    window: tuple[int, int]
    """Width and height of the faces it finds, in pixels; others are found on other levels of the pyramid."""
    step: int
    offset: int
    """The score at (row, column) is that of the window around pixel ``offset + step * (row, column)``."""
    max_overlap: float
    """Two boxes are one face's when they share more than this of the smallest rectangle around both."""


def read_mmod(data: bytes, name: str) -> Mmod:
    """Return the detector.

    Raises:
        ModelError: the bytes are not of that network.

    """
    archive = Archive(data, name)
    archive.require(archive.integer() == 1)
    archive.require(archive.text() == "loss_mmod_")
    archive.require(archive.integer() == 1)
    window = archive.integer(), archive.integer()
    for _ in range(_TRAINING_NUMBERS):
        archive.number()
    max_overlap = archive.number()
    for _ in range(_OTHER_OVERLAPS):
        archive.number()
    kind = read_input_kind(archive)
    archive.require(kind.name == "input_rgb_image_pyramid")
    layers = fold_scalings(read_layers(archive))
    graph = translate(name, kind, (*layers[:-1], *_by_rows(layers[-1])), None)
    return Mmod(graph, kind.mean_rgb, window, *_grid(layers), max_overlap)


def _grid(layers: tuple[Layer, ...]) -> tuple[int, int]:
    """Return the distance of the output's positions in pixels of the input, and where the first one lies."""
    step, offset = 1, 0
    for layer in reversed(layers):
        if isinstance(layer, Convolution):
            step, offset = step * layer.stride, offset * layer.stride + layer.weights.shape[2] // 2 - layer.padding[0]
    return step, offset


def _by_rows(layer: Layer) -> tuple[Convolution, Convolution]:
    """Return two convolutions that do the same as one with a single filter, for a sixth of what that costs."""
    if not isinstance(layer, Convolution) or len(layer.weights) != 1:
        raise ValueError("the network does not end with a single filter")
    across, down = by_rows(layer.weights)
    return (
        Convolution(across, np.zeros(len(across), np.float32), 1, (0, layer.padding[1])),
        Convolution(down, layer.bias, 1, (layer.padding[0], 0)),
    )


_TRAINING_NUMBERS = 3
# The costs of a false alarm and of a miss, and the overlap that counted as found.
_OTHER_OVERLAPS = 3
# How much of one box the other may cover (all of it), and two for boxes that the training was to ignore.
