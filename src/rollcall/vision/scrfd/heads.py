"""What an SCRFD net says of each stride: scores of all anchors, and boxes and landmarks of those that are asked for.

At the end of each stride stand three convolutions over the same features: for scores, boxes and landmarks. In
SCRFD-500M they are a quarter of the work, nearly all of it for boxes and landmarks of anchors without a face. So the
graph is cut before them: what is left of it gives scores and features, and the rest is done here, where a score passes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from rollcall.vision.by_rows import by_rows
from rollcall.vision.graph import Graph
from rollcall.vision.scrfd.ends import BOX, LANDMARKS, SCORE, End, ends_of

__all__ = ["Level", "Outputs", "cut_heads", "read_whole"]

_PARTS = 8
# Into which a product is divided: so small, numpy's library does not wake threads for it, which would wait actively.

Outputs = tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, eq=False)
class Level:
    """What a net says of one stride: a row for each anchor, cell by cell in the order of reading."""

    scores: NDArray[np.float32]
    """(rows,)"""
    shapes_at: Callable[[NDArray[np.intp]], NDArray[np.float32]]
    """For N rows (N, 14), in strides: distances to the box's sides, then offsets to the landmarks."""


def read_whole(outputs: Outputs) -> list[Level]:
    """Return the levels from the outputs of a whole graph, finest first; with a batch axis or without."""
    scores, boxes, points = (_by_stride(outputs, values) for values in (SCORE, BOX, LANDMARKS))
    return [
        Level(score[:, 0], partial(_rows_of, box, of_face))
        for score, box, of_face in zip(scores, boxes, points, strict=True)
    ]


def cut_heads(graph: Graph) -> tuple[Graph, Callable[[Outputs], list[Level]]]:
    """Return the graph without what computes boxes and landmarks, and what reads the levels from its outputs.

    A graph that ends in another way stays whole.
    """
    ends = sorted(ends_of(graph), key=lambda end: (end.features, end.values))
    strides = [tuple(group) for _, group in groupby(ends, key=lambda end: end.features)]
    if len(ends) != len(graph.output_shapes) or not all(_belong_together(stride) for stride in strides):
        return graph, read_whole
    scorings = [_scoring(score) for score, _, _ in strides]
    nodes = [*graph.proto.graph.node, *chain.from_iterable(nodes for nodes, _ in scorings)]
    whole = graph.with_nodes(nodes, chain.from_iterable(constants for _, constants in scorings))
    outputs = [*(nodes[-1].output[0] for nodes, _ in scorings), *(score.features for score, _, _ in strides)]
    return whole.with_outputs(outputs), partial(_read, [_Head.of(box, points) for _, box, points in strides])


def _belong_together(stride: tuple[End, ...]) -> bool:
    kinds = [end.values for end in stride]
    return kinds == [SCORE, BOX, LANDMARKS] and len({(end.anchors, end.weights.shape[1:]) for end in stride}) == 1


def _scoring(score: End) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return the nodes that compute scores from features, and their constants."""
    half, name = score.side // 2, score.features
    across, down = by_rows(score.weights)
    constants = [
        numpy_helper.from_array(across, f"{name}_across"),
        numpy_helper.from_array(down, f"{name}_down"),
        numpy_helper.from_array(score.bias, f"{name}_bias"),
    ]
    nodes = [
        helper.make_node("Conv", [name, f"{name}_across"], [f"{name}_rows"], pads=[0, half, 0, half]),
        helper.make_node(
            "Conv", [f"{name}_rows", f"{name}_down", f"{name}_bias"], [f"{name}_sums"], pads=[half, 0, half, 0]
        ),
        helper.make_node("Sigmoid", [f"{name}_sums"], [f"{name}_scores"]),
    ]
    return nodes, constants


def _read(heads: list[_Head], outputs: Outputs) -> list[Level]:
    count = len(heads)
    levels = [head.read(*pair) for head, *pair in zip(heads, outputs[:count], outputs[count:], strict=True)]
    return sorted(levels, key=lambda level: len(level.scores), reverse=True)


@dataclass(frozen=True, eq=False)
class _Head:
    """The convolutions for boxes and landmarks of one stride."""

    anchors: int
    """A cell."""
    side: int
    """Rows and columns of the filters."""
    weights: NDArray[np.float32]
    """(parts, A 14, C S S / parts): from the features around a cell to the values of all its anchors."""
    bias: NDArray[np.float32]
    """(A 14, 1)"""

    @classmethod
    def of(cls, box: End, points: End) -> _Head:
        weights = _by_anchor(box, points, box.weights, points.weights)
        parts = math.gcd(box.weights.shape[1], _PARTS)
        by_part = weights.reshape(box.anchors * (BOX + LANDMARKS), parts, -1).swapaxes(0, 1)
        bias = _by_anchor(box, points, box.bias, points.bias).reshape(-1, 1)
        return cls(box.anchors, box.side, np.ascontiguousarray(by_part), bias)

    def read(self, scores: NDArray[np.float32], features: NDArray[np.float32]) -> Level:
        """Return the level, from scores (1, A, H, W) and features (1, C, H, W)."""
        return Level(scores[0].transpose(1, 2, 0).reshape(-1), partial(self._shapes, features[0]))

    def _shapes(self, features: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
        cells, anchors = np.divmod(rows, self.anchors)
        seen = _around(features, cells, self.side).reshape(len(self.weights), self.weights.shape[2], len(rows))
        values: NDArray[np.float32] = (self.weights @ seen).sum(axis=0) + self.bias
        return values.reshape(self.anchors, BOX + LANDMARKS, len(rows))[anchors, :, np.arange(len(rows))]


def _by_anchor(
    box: End, points: End, of_box: NDArray[np.float32], of_points: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what is one's for each value, of all anchors, so that an anchor's are together: (A, 14, ...)."""
    parts = (of_box.reshape(box.anchors, BOX, -1), of_points.reshape(points.anchors, LANDMARKS, -1))
    return np.concatenate(parts, axis=1)


def _around(features: NDArray[np.float32], cells: NDArray[np.intp], side: int) -> NDArray[np.float32]:
    """Return the features in a square around each of N cells, (C, side, side, N); zeros beside the picture."""
    channels, height, width = features.shape
    shifts = np.arange(side)[:, None] - side // 2
    rows, columns = cells // width + shifts, cells % width + shifts
    places = rows.clip(0, height - 1)[:, None] * width + columns.clip(0, width - 1)
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
    seen: NDArray[np.float32] = features.reshape(channels, -1).take(places, axis=1)
    if not inside.all():
        seen *= inside
    return seen


def _by_stride(outputs: Outputs, values: int) -> list[NDArray[np.float32]]:
    rows = [output.reshape(-1, values) for output in outputs if output.shape[-1] == values]
    return sorted(rows, key=len, reverse=True)


def _rows_of(boxes: NDArray[np.float32], points: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
    return np.concatenate((boxes[rows], points[rows]), axis=1)
