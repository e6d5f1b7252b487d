"""The layers of a .dat file as an ONNX graph, which the same runtimes take as any other model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rollcall.vision.dlib.network import Block, Convolution, Dense, InputKind, Layer, Pool, Relu
from rollcall.vision.graph import Graph

__all__ = ["translate"]

_OPSET, _IR = 17, 8
# Old enough for every runtime that is supported, new enough for all that is used.

_FULL = 256.0
# dlib divides pixels by it (``dlib/dnn/input.h``).

_PIXELS, _RESULT = "pixels", "result"


def translate(name: str, kind: InputKind, layers: tuple[Layer, ...], side: int | None) -> Graph:
    """Return the network as a graph over RGB pixels, (N, 3, side, side) float32, 0..255.

    ``side`` is None where the picture may have any size. The layers must hold no scalings any more. The mean colour and
    the division by 256 go into the first convolution: in both face networks it has no padding and sees pixels only.
    """
    drawing = _Drawing()
    value = drawing.add(_Value(_PIXELS, 3, side), _on_pixels(layers[0], kind))
    value = reduce(drawing.add, layers[1:], value)
    drawing.node("Identity", [value.name], _RESULT)
    pixels_shape: list[str | int | None] = ["N", 3, side or "H", side or "W"]
    result_shape: list[str | int | None] = ["N", value.channels, *(() if value.side == 0 else ("h", "w"))]
    pixels = helper.make_tensor_value_info(_PIXELS, TensorProto.FLOAT, pixels_shape)
    result = helper.make_tensor_value_info(_RESULT, TensorProto.FLOAT, result_shape)
    graph = helper.make_graph(drawing.nodes, name, [pixels], [result], drawing.weights)
    return Graph(name, helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR))


@dataclass(frozen=True)
class _Value:
    """What an edge of the graph carries."""

    name: str
    channels: int
    side: int | None
    """Rows and columns; 0 for a vector, None for any."""


@dataclass
class _Drawing:
    """Nodes and weights of a graph under construction."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, value: _Value, layer: Layer) -> _Value:
        """Draw ``layer`` behind ``value``, and return what comes out."""
        match layer:
            case Convolution():
                return self._convolution(value, layer)
            case Relu():
                return replace(value, name=self.node("Relu", [value.name]))
            case Pool(side=0):
                pooled = self.node("GlobalAveragePool", [value.name])
                return _Value(self.node("Flatten", [pooled]), value.channels, 0)
            case Pool():
                return self._pool(value, layer)
            case Block():
                return self._block(value, layer)
            case Dense():
                product = self.node("MatMul", [value.name, self._weight(layer.weights)])
                return _Value(product, layer.weights.shape[1], 0)
            case _:
                raise ValueError(f"{layer} should have been folded away")

    def node(self, operator: str, inputs: list[str], output: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        output = output or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _weight(self, values: NDArray[Any]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _convolution(self, value: _Value, layer: Convolution) -> _Value:
        filters, _, side, _ = layer.weights.shape
        inputs = [value.name, self._weight(layer.weights), self._weight(layer.bias)]
        name = self.node("Conv", inputs, strides=[layer.stride] * 2, pads=[*layer.padding] * 2)
        return _Value(name, filters, _side_after(value.side, side, layer.stride, layer.padding[0]))

    def _pool(self, value: _Value, layer: Pool) -> _Value:
        operator = "AveragePool" if layer.mean else "MaxPool"
        name = self.node(operator, [value.name], kernel_shape=[layer.side] * 2, strides=[layer.stride] * 2)
        return _Value(name, value.channels, _side_after(value.side, layer.side, layer.stride, 0))

    def _block(self, value: _Value, block: Block) -> _Value:
        inner = reduce(self.add, block.layers, value)
        around = self._pool(value, block.shortcut) if block.shortcut else value
        channels, side = max(inner.channels, around.channels), max(inner.side or 0, around.side or 0)
        names = [self._filled(branch, channels, side) for branch in (inner, around)]
        return _Value(self.node("Add", names), channels, side)

    def _filled(self, value: _Value, channels: int, side: int) -> str:
        """Return ``value`` filled up with zeros at the end of its channels, rows and columns."""
        missing = (0, channels - value.channels, side - (value.side or 0), side - (value.side or 0))
        if not any(missing):
            return value.name
        return self.node("Pad", [value.name, self._weight(np.array((0, 0, 0, 0, *missing), np.int64))])


def _side_after(side: int | None, window: int, stride: int, padding: int) -> int | None:
    return None if side is None else (side + 2 * padding - window) // stride + 1


def _on_pixels(layer: Layer, kind: InputKind) -> Convolution:
    if not isinstance(layer, Convolution) or any(layer.padding):
        raise ValueError("the network does not begin with a convolution without padding")
    weights = layer.weights.astype(np.float64) / _FULL
    bias = layer.bias - np.einsum("fcyx,c->f", weights, np.array(kind.mean_rgb))
    return replace(layer, weights=weights.astype(np.float32), bias=bias.astype(np.float32))
