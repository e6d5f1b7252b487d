"""ONNX graphs, looked at and changed before they run: what a model is shows in its graph, not in its file's name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, helper, numpy_helper

from rollcall.errors import ModelError

__all__ = ["Graph", "read_graph"]

_PIXELS = "rollcall_pixels"


@dataclass(frozen=True, eq=False)
class Graph:
    """A model as it lies on disk or was changed since."""

    name: str
    """For people: file name without its suffix."""
    proto: onnx.ModelProto

    @property
    def input_name(self) -> str:
        """Name of the first input that is no weight."""
        return self._input.name

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Declared shape of the input; None where a dimension is free."""
        return _shape(self._input)

    @property
    def output_shapes(self) -> tuple[tuple[int | None, ...], ...]:
        """Declared shapes of the outputs; exporters often get all but the last dimension wrong."""
        return tuple(_shape(output) for output in self.proto.graph.output)

    @property
    def normalises(self) -> bool:
        """Whether the graph itself subtracts a mean and scales before its first convolution, as MXNet exports do."""
        head = [node.op_type for node in takewhile(lambda node: node.op_type != "Conv", self.proto.graph.node)]
        return "Sub" in head and ("Mul" in head or "Div" in head)

    @property
    def _input(self) -> onnx.ValueInfoProto:
        weights = {tensor.name for tensor in self.proto.graph.initializer}
        value: onnx.ValueInfoProto = next(value for value in self.proto.graph.input if value.name not in weights)
        return value

    def on_pixels(self, *, mean: float, scale: float) -> Graph:
        """Return the graph with an input of BGR pixels, (N, H, W, 3) uint8, any N, H and W.

        It computes ``(RGB - mean) * scale`` and the change of layout itself, in the runtime's own threads, and so
        saves the passes over the picture that the same in numpy or OpenCV would cost.
        """
        model = onnx.ModelProto()
        model.CopyFrom(self.proto)
        graph = model.graph
        weights = {tensor.name for tensor in graph.initializer}
        planes = self.input_name
        nodes = [*_preprocessing(planes, mean, scale), *graph.node]
        del graph.node[:]
        graph.node.extend(nodes)
        graph.initializer.extend(
            (
                numpy_helper.from_array(np.array([2, 1, 0], np.int64), f"{_PIXELS}_rgb"),
                numpy_helper.from_array(np.array(mean, np.float32), f"{_PIXELS}_mean"),
                numpy_helper.from_array(np.array(scale, np.float32), f"{_PIXELS}_scale"),
            )
        )
        inputs = [value for value in graph.input if value.name in weights]
        del graph.input[:]
        graph.input.append(helper.make_tensor_value_info(_PIXELS, TensorProto.UINT8, ["N", "H", "W", 3]))
        graph.input.extend(inputs)
        # Declared shapes, right for the old input at best, only mislead the runtime's planner.
        del graph.value_info[:]
        for output in graph.output:
            output.type.tensor_type.ClearField("shape")
        return Graph(self.name, model)


def read_graph(path: Path) -> Graph:
    """Read an ONNX file.

    Raises:
        ModelError: the file is missing, damaged or no ONNX model.

    """
    try:
        proto = onnx.load(path)
    except OSError as error:
        raise ModelError(f"Cannot open the model '{path}': {error.strerror}.") from error
    except (DecodeError, onnx.checker.ValidationError) as error:
        raise ModelError(f"The model '{path}' is damaged or no ONNX file; fetch it again.") from error
    if not proto.graph.node or not proto.graph.output:
        raise ModelError(f"The model '{path}' is empty or no ONNX file; fetch it again.")
    return Graph(path.stem, proto)


def _shape(value: onnx.ValueInfoProto) -> tuple[int | None, ...]:
    return tuple(
        dimension.dim_value if dimension.HasField("dim_value") and dimension.dim_value > 0 else None
        for dimension in value.type.tensor_type.shape.dim
    )


def _preprocessing(planes: str, mean: float, scale: float) -> list[onnx.NodeProto]:
    """Return the nodes from pixels to ``planes``, the old input; what changes nothing is left out."""
    steps: list[tuple[str, list[str], dict[str, Any]]] = [
        ("Cast", [_PIXELS], {"to": TensorProto.FLOAT}),
        ("Transpose", ["{}"], {"perm": [0, 3, 1, 2]}),
        ("Gather", ["{}", f"{_PIXELS}_rgb"], {"axis": 1}),
    ]
    if (mean, scale) != (0.0, 1.0):
        steps += [("Sub", ["{}", f"{_PIXELS}_mean"], {}), ("Mul", ["{}", f"{_PIXELS}_scale"], {})]
    nodes, previous = [], _PIXELS
    for index, (operator, inputs, attributes) in enumerate(steps):
        output = planes if index == len(steps) - 1 else f"{_PIXELS}_{operator.lower()}"
        filled = [name.format(previous) for name in inputs]
        nodes.append(helper.make_node(operator, filled, [output], **attributes))
        previous = output
    return nodes
