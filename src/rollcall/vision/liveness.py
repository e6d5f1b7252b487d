"""Whether a face is alive or a picture of one: advice only, by the nets of Silent-Face-Anti-Spoofing.

They were trained on paper and screens held before a phone's camera. From a ceiling they have proven nothing, and a good
mask or a screen that fills the picture passes: never open a door by this number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from rollcall.errors import ModelError
from rollcall.model import Box, Face, Image
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model, Runtime

__all__ = ["Liveness", "is_liveness_net", "load_liveness"]

_SIDE = 80
_LIVE = 1
# Of three classes: another kind of fake, live, picture.

_SCALE_IN_NAME = re.compile(r"\d+(\.\d+)?(?=_)")
# Upstream names a net by the share of surroundings that it was trained with: 2.7_80x80_MiniFASNetV2.

_EXAMPLE = np.random.default_rng(0).integers(0, 256, (1, _SIDE, _SIDE, 3), np.uint8)
# What the engines are measured on.


def is_liveness_net(graph: Graph) -> bool:
    """Whether the graph takes 80x80 pixels around a face and gives three classes."""
    shape = (graph.input_shape[1:], tuple(output[1:] for output in graph.output_shapes))
    return shape == ((3, _SIDE, _SIDE), ((3,),))


def load_liveness(folder: Path, runtime: Runtime | None = None) -> Liveness:
    """Return the liveness of all its nets in ``folder``.

    Raises:
        ModelError: there are none, one is damaged, or its file is not named by its scale as upstream names it.

    """
    graphs = [graph for path in sorted(folder.glob("*.onnx")) if is_liveness_net(graph := read_graph(path))]
    if not graphs:
        raise ModelError(f"'{folder}' holds no MiniFASNet; put 2.7_80x80_MiniFASNetV2.onnx there, or set no liveness.")
    return Liveness(graphs, runtime)


@dataclass(frozen=True)
class _Net:
    scale: float
    """Side of the cut in sides of the face's box."""
    model: Model


class Liveness:
    """The mean of several nets, each of which sees another share of a face's surroundings."""

    def __init__(self, graphs: Sequence[Graph], runtime: Runtime | None = None) -> None:
        """Compile the nets.

        Raises:
            ModelError: one is none, or its name does not begin with its scale.

        """
        self._nets = [_Net(_scale(graph), Model(graph.on_pixels(order="BGR"), runtime, _EXAMPLE)) for graph in graphs]

    def score(self, image: Image, face: Face) -> float:
        """Return 0 (a picture of a face) .. 1 (alive); 0.5 tells nothing.

        One frame is little: take the mean over a track.
        """
        return float(np.mean([_live_share(net, image, face.box) for net in self._nets]))


def _scale(graph: Graph) -> float:
    named = _SCALE_IN_NAME.match(graph.name)
    if not is_liveness_net(graph) or named is None:
        raise ModelError(f"The model '{graph.name}' is no MiniFASNet named by its scale, as 2.7_80x80_MiniFASNetV2 is.")
    return float(named.group())


def _live_share(net: _Net, image: Image, box: Box) -> float:
    cut = cv2.resize(_surroundings(image, box, net.scale), (_SIDE, _SIDE))
    # The published nets take one face at a time.
    (logits,) = net.model.run(cut[None])
    shares = np.exp(logits[0] - logits[0].max())
    return float(shares[_LIVE] / shares.sum())


def _surroundings(image: Image, box: Box, scale: float) -> Image:
    """Return the box grown ``scale`` times, moved into the picture where it would leave it, and smaller if it must."""
    height, width = image.shape[:2]
    sides = np.maximum(box[2:] - box[:2], 1.0)
    sides = sides * min(scale, (width - 1) / sides[0], (height - 1) / sides[1])
    room = np.array((width - 1, height - 1)) - sides
    start = np.clip((box[:2] + box[2:] - sides) / 2, 0.0, np.maximum(room, 0.0))
    (x1, y1), (x2, y2) = start.astype(int), (start + sides).astype(int)
    return image[y1 : y2 + 1, x1 : x2 + 1]
