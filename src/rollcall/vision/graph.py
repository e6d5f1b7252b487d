"""ONNX graphs, looked at and changed before they run: what a model is shows in its graph, not in its file's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, helper, numpy_helper

from rollcall.errors import ModelError

__all__ = ["Graph", "read_graph"]

_PIXELS = "rollcall_pixels"
_COLOURS = 3


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

    @cached_property
    def serialized(self) -> bytes:
        """The model as the runtimes read it."""
        serialized: bytes = self.proto.SerializeToString(deterministic=True)
        return serialized

    @property
    def digest(self) -> str:
        """SHA-256 of the model in hexadecimal."""
        return hashlib.sha256(self.serialized).hexdigest()

    @property
    def _input(self) -> onnx.ValueInfoProto:
        weights = {tensor.name for tensor in self.proto.graph.initializer}
        value: onnx.ValueInfoProto = next(value for value in self.proto.graph.input if value.name not in weights)
        return value

    def with_nodes(self, nodes: Iterable[onnx.NodeProto], constants: Iterable[onnx.TensorProto]) -> Graph:
        """Return the graph with these nodes in place of its own, and with more constants."""
        model = onnx.ModelProto()
        model.CopyFrom(self.proto)
        del model.graph.node[:]
        model.graph.node.extend(nodes)
        model.graph.initializer.extend(constants)
        return Graph(self.name, model)

    def with_outputs(self, names: Iterable[str]) -> Graph:
        """Return the graph with these values as its outputs, without the nodes that none of them needs."""
        outputs = tuple(names)
        model = onnx.ModelProto()
        model.CopyFrom(self.proto)
        needed = set(outputs)
        nodes = []
        # Nodes stand behind those whose results they take.
        for node in reversed(self.proto.graph.node):
            if needed.intersection(node.output):
                needed.update(node.input)
                nodes.append(node)
        del model.graph.node[:], model.graph.output[:]
        model.graph.node.extend(reversed(nodes))
        model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs)
        return Graph(self.name, model)

    def on_pixels(self, *, mean: float = 0.0, scale: float = 1.0, order: Literal["RGB", "BGR"] = "RGB") -> Graph:
        """Return the graph with an input of BGR pixels, (N, H, W, 3) uint8, any N, H and W.

        It computes ``(colour - mean) * scale`` in the ``order`` that the model wants, and the change of layout,
        itself, in the runtime's own threads, and so saves the passes over the picture that numpy or OpenCV would make.
        Order and scale go into the first convolution where that alone reads the input, which saves two passes more.
        """
        folded = _into_first_convolution(self, scale, order)
        if folded is not None:
            return folded.on_pixels(mean=mean, order="BGR")
        constants = (
            numpy_helper.from_array(np.array([2, 1, 0], np.int64), f"{_PIXELS}_rgb"),
            numpy_helper.from_array(np.array(mean, np.float32), f"{_PIXELS}_mean"),
            numpy_helper.from_array(np.array(scale, np.float32), f"{_PIXELS}_scale"),
        )
        before = _preprocessing(self.input_name, mean, scale, order)
        changed = self.with_nodes([*before, *self.proto.graph.node], constants)
        graph = changed.proto.graph
        weights = {tensor.name for tensor in graph.initializer}
        inputs = [value for value in graph.input if value.name in weights]
        del graph.input[:]
        graph.input.append(helper.make_tensor_value_info(_PIXELS, TensorProto.UINT8, ["N", "H", "W", 3]))
        graph.input.extend(inputs)
        # Declared shapes, right for the old input at best, only mislead the runtime's planner.
        del graph.value_info[:]
        for output in graph.output:
            output.type.tensor_type.ClearField("shape")
        return changed


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


def _preprocessing(planes: str, mean: float, scale: float, order: str) -> list[onnx.NodeProto]:
    """Return the nodes from pixels to ``planes``, the old input; what changes nothing is left out."""
    steps: list[tuple[str, list[str], dict[str, Any]]] = [
        ("Cast", [], {"to": TensorProto.FLOAT}),
        ("Transpose", [], {"perm": [0, 3, 1, 2]}),
    ]
    if order == "RGB":
        steps.append(("Gather", [f"{_PIXELS}_rgb"], {"axis": 1}))
    if mean != 0.0:
        steps.append(("Sub", [f"{_PIXELS}_mean"], {}))
    if scale != 1.0:
        steps.append(("Mul", [f"{_PIXELS}_scale"], {}))
    values = [_PIXELS, *(f"{_PIXELS}_{operator.lower()}" for operator, _, _ in steps[:-1]), planes]
    return [
        helper.make_node(operator, [source, *constants], [target], **attributes)
        for (operator, constants, attributes), source, target in zip(steps, values[:-1], values[1:], strict=True)
    ]


def _into_first_convolution(graph: Graph, scale: float, order: str) -> Graph | None:
    """Return the graph whose first convolution takes BGR and scales itself, or None where there is nothing to fold.

    The mean stays: where a convolution pads with zeros, they stand for it.
    """
    readers = [node for node in graph.proto.graph.node if graph.input_name in node.input]
    weights = {tensor.name: tensor for tensor in graph.proto.graph.initializer}
    if (scale, order) == (1.0, "BGR") or [node.op_type for node in readers] != ["Conv"]:
        return None
    (reader,) = readers
    filters = weights.get(reader.input[1])
    if filters is None or filters.dims[1] != _COLOURS:
        return None
    values = numpy_helper.to_array(filters)[:, :: -1 if order == "RGB" else 1] * np.float32(scale)
    folded = onnx.NodeProto()
    folded.CopyFrom(reader)
    folded.input[1] = f"{_PIXELS}_filters"
    constant = numpy_helper.from_array(np.ascontiguousarray(values), folded.input[1])
    return graph.with_nodes([folded if node is reader else node for node in graph.proto.graph.node], [constant])
