"""Feature pyramids whose coarse levels are doubled, rather than enlarged to a size that is asked for each time."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper

from rollcall.vision.graph import Graph

__all__ = ["with_doubling"]

_DOUBLE = "rollcall_double"
_SCALES, _SIZES = 2, 3
# Places among the inputs of Resize.


def with_doubling(graph: Graph) -> Graph:
    """Return the graph with enlargings by two, for inputs whose sides are multiples of its coarsest stride.

    Exporters write "as large as the next finer level", for which nine nodes look at that level's shape; so large an
    input makes it twice as large, always.
    """
    made = {name for node in graph.proto.graph.node for name in node.output}
    nodes = [_doubled(node) if _asks_for_size(node, made) else node for node in graph.proto.graph.node]
    outputs = [output.name for output in graph.proto.graph.output]
    double = numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), _DOUBLE)
    return graph.with_nodes(nodes, [double]).with_outputs(outputs)


def _asks_for_size(node: onnx.NodeProto, made: set[str]) -> bool:
    return node.op_type == "Resize" and len(node.input) > _SIZES and node.input[_SIZES] in made


def _doubled(node: onnx.NodeProto) -> onnx.NodeProto:
    doubled = onnx.NodeProto()
    doubled.CopyFrom(node)
    doubled.input[_SCALES] = _DOUBLE
    del doubled.input[_SIZES]
    return doubled
