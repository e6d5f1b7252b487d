"""The convolutions from which an SCRFD net's outputs come, found in its graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from rollcall.vision.graph import Graph

__all__ = ["BOX", "LANDMARKS", "SCORE", "End", "ends_of"]

SCORE, BOX, LANDMARKS = 1, 4, 10
"""Values an anchor of the three kinds of output."""

_LAYOUT = frozenset({"Reshape", "Transpose"})
_ROWS_LAST = ([2, 3, 0, 1], [0, 2, 3, 1])
# Orders of axes by which an anchor's values come to lie beside each other, cell by cell.


@dataclass(frozen=True, eq=False)
class End:
    """The last convolution before an output: after it come only a factor, the layout, and the sigmoid of scores."""

    values: int
    """``SCORE``, ``BOX`` or ``LANDMARKS``."""
    features: str
    """Name of what it reads."""
    weights: NDArray[np.float32]
    """(A values, C, S, S), for A anchors a cell."""
    bias: NDArray[np.float32]
    """(A values,)"""

    @property
    def anchors(self) -> int:
        """Anchors a cell."""
        return len(self.weights) // self.values

    @property
    def side(self) -> int:
        """Rows and columns of its filters."""
        return int(self.weights.shape[2])

    def times(self, factor: NDArray[np.float32]) -> End:
        """Return an end whose values are so many times as large."""
        return replace(self, weights=self.weights * factor, bias=self.bias * factor)


def ends_of(graph: Graph) -> Iterator[End]:
    """Yield the ends of those outputs that end as InsightFace's exports do."""
    makers = {name: node for node in graph.proto.graph.node for name in node.output}
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.proto.graph.initializer}
    for output, shape in zip(graph.proto.graph.output, graph.output_shapes, strict=True):
        end = _end(output.name, shape[-1] or 0, makers, constants)
        if end is not None:
            yield end


def _end(name: str, values: int, makers: dict[str, onnx.NodeProto], constants: dict[str, NDArray[Any]]) -> End | None:
    """Return what makes ``name``, or None where it is made otherwise."""
    node = makers.get(name)
    if node is None:
        return None
    if node.op_type == "Conv":
        return _convolution(node, values, constants)
    before = _end(node.input[0], values, makers, constants)
    if before is None or not _follows(node, values):
        return None
    if node.op_type != "Mul":
        return before
    factor = constants.get(node.input[1])
    return before.times(factor.reshape(())) if factor is not None and factor.size == 1 else None


def _follows(node: onnx.NodeProto, values: int) -> bool:
    if node.op_type == "Transpose":
        return _attributes(node).get("perm") in _ROWS_LAST
    # A sigmoid of anything but a score, or a factor behind one, belongs to another net.
    return node.op_type in ("Reshape", "Sigmoid" if values == SCORE else "Mul")


def _convolution(node: onnx.NodeProto, values: int, constants: dict[str, NDArray[Any]]) -> End | None:
    weights, bias = (constants.get(name) for name in (*node.input[1:], "", "")[:2])
    if weights is None or bias is None or len(weights) % values:
        return None
    height, width = weights.shape[2:]
    plain = {
        "pads": [height // 2] * 4,
        "strides": [1, 1],
        "dilations": [1, 1],
        "group": 1,
        "kernel_shape": [height, width],
    }
    if height != width or height % 2 == 0 or {**plain, **_attributes(node)} != plain:
        return None
    return End(values, node.input[0], weights, bias)


def _attributes(node: onnx.NodeProto) -> dict[str, Any]:
    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
