"""A graph without PRelu, which ONNX Runtime computes slowly on processors."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from rollcall.vision.graph import Graph

__all__ = ["without_prelu"]


def without_prelu(graph: Graph) -> Graph:
    """Return the graph with ``PRelu(x, s)`` written as ``s x + (1 - s) Relu(x)``, the same up to rounding.

    ONNX Runtime's own PRelu branches at each number and ends the block in which it keeps convolutions in their fast
    layout; products with constants and sums it takes into them. MobileFaceNet: 8.7 ms to 3.3 ms on one thread.
    """
    weights = {tensor.name: tensor for tensor in graph.proto.graph.initializer}
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    for node in graph.proto.graph.node:
        slopes = weights.get(node.input[1]) if node.op_type == "PRelu" else None
        if slopes is None:
            nodes.append(node)
        else:
            replacement, its_constants = _sum_of_relu(node, numpy_helper.to_array(slopes))
            nodes += replacement
            constants += its_constants
    return graph.with_nodes(nodes, constants) if constants else graph


def _sum_of_relu(
    node: onnx.NodeProto, slopes: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    x, y = node.input[0], node.output[0]
    constants = [
        numpy_helper.from_array(slopes, f"{y}_slopes"),
        numpy_helper.from_array(np.asarray(1 - slopes, slopes.dtype), f"{y}_rest"),
    ]
    nodes = [
        helper.make_node("Mul", [x, f"{y}_slopes"], [f"{y}_sloped"]),
        helper.make_node("Relu", [x], [f"{y}_positive"]),
        helper.make_node("Mul", [f"{y}_positive", f"{y}_rest"], [f"{y}_lifted"]),
        helper.make_node("Add", [f"{y}_sloped", f"{y}_lifted"], [y]),
    ]
    return nodes, constants
