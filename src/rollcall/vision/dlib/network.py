"""Neural networks as .dat files hold them: the layers from input to output.

The format is what dlib's own ``serialize`` functions write (``dlib/dnn/core.h``, ``layers.h``; Boost licence). Only the
layers that dlib's two face networks are made of are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rollcall.vision.dlib.archive import Archive

__all__ = [
    "AddShortcut",
    "Block",
    "Convolution",
    "Dense",
    "InputKind",
    "Layer",
    "Pool",
    "Relu",
    "Scaling",
    "fold_scalings",
    "group_blocks",
    "read_input_kind",
    "read_layers",
]


@dataclass(frozen=True, eq=False)
class Convolution:
    """A convolution."""

    weights: NDArray[np.float32]
    """(filters, channels, rows, columns)."""
    bias: NDArray[np.float32]
    """(filters,)."""
    stride: int
    padding: tuple[int, int]
    """Rows above and below, columns left and right."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Each channel times a factor, plus a shift: an affine layer, or a batch normalisation after training."""

    factor: NDArray[np.float32]
    shift: NDArray[np.float32]


@dataclass(frozen=True)
class Relu:
    """Negative values become zero."""


@dataclass(frozen=True)
class Pool:
    """The greatest or the mean value under a square window."""

    mean: bool
    side: int
    """Of the window; 0 for all that there is."""
    stride: int


@dataclass(frozen=True)
class AddShortcut:
    """Adds what went into the block before it; so residual networks are written, block after block without brackets."""


@dataclass(frozen=True, eq=False)
class Dense:
    """A matrix product."""

    weights: NDArray[np.float32]
    """(inputs, outputs)."""


@dataclass(frozen=True, eq=False)
class Block:
    """Layers, and a way around them that is added at their end; the smaller of both is filled up with zeros."""

    layers: tuple[Layer, ...]
    shortcut: Pool | None
    """What lies on the way around."""


Layer: TypeAlias = "Convolution | Scaling | Relu | Pool | AddShortcut | Dense | Block"


@dataclass(frozen=True)
class InputKind:
    """How a network wants its pictures: RGB, less a mean colour, divided by 256."""

    name: str
    mean_rgb: tuple[float, float, float]


def read_input_kind(archive: Archive) -> InputKind:
    """Read what lies before the first layer: the versions of all layers from output to input, then the input."""
    innermost = 0
    while (version := archive.next_integer()) <= _HIGHEST_VERSION:
        innermost = version
        archive.integer()
    archive.require(innermost == _HIGHEST_VERSION)
    return InputKind(archive.text(), (archive.number(), archive.number(), archive.number()))


def read_layers(archive: Archive) -> tuple[Layer, ...]:
    """Read all layers, to the end of the file.

    Raises:
        ModelError: the file is damaged or has a layer that no face network has.

    """
    layers = [_read_layer(archive)]
    archive.integer()  # How many samples the input makes of one; only the layer at the input has it.
    while not archive.ended:
        layers.append(_read_layer(archive))
    return tuple(layers)


def fold_scalings(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return the same network with each scaling taken into the convolution before it."""
    folded: list[Layer] = []
    for layer in layers:
        if isinstance(layer, Scaling) and folded and isinstance(folded[-1], Convolution):
            folded[-1] = _scaled(folded[-1], layer)
        else:
            folded.append(layer)
    return tuple(folded)


def group_blocks(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return the same network, scalings folded, with each residual block in one piece."""
    grouped: list[Layer] = []
    for layer in layers:
        if isinstance(layer, AddShortcut):
            shortcut = grouped[-1] if isinstance(grouped[-1], Pool) else None
            body = grouped[:-1] if shortcut else grouped
            grouped = [*body[:-_BLOCK_LAYERS], Block(tuple(body[-_BLOCK_LAYERS:]), shortcut)]
        else:
            grouped.append(layer)
    return tuple(grouped)


_BLOCK_LAYERS = 3
# Convolution, ReLU, convolution (dlib's example ``dnn_face_recognition_ex.cpp``).

_HIGHEST_VERSION = 3
# Of a layer: the one at the input, which all others enclose, is written as version 3, the others as 1 or 2.

_TRAINING_TENSORS = 3
_TRAINING_FLAGS = 3
# Behind each layer: gradients and caches, empty in a file that was cleaned for use.

_LEAST_EPSILON = 1e-8
# What keeps a normalisation from dividing by nothing is 1e-4.

_RATES = 4
# Learning rate and weight decay of a layer's weights and biases.


def _read_layer(archive: Archive) -> Layer:
    kind = archive.text()
    archive.require(kind in _READERS)
    layer = _READERS[kind](archive)
    for _ in range(_TRAINING_FLAGS):
        archive.flag()
    for _ in range(_TRAINING_TENSORS):
        archive.tensor()
    return layer


def _read_convolution(archive: Archive) -> Convolution:
    parameters = archive.tensor().ravel()
    filters, rows, columns, stride, stride_x, padding, padding_x = (archive.integer() for _ in range(7))
    archive.require(stride == stride_x)
    shape, bias_shape = _read_alias(archive), _read_alias(archive)
    archive.require(shape[0] == filters and shape[2:] == (rows, columns) and bias_shape == (1, filters, 1, 1))
    _skip_numbers(archive, _RATES)
    weights, bias = np.split(_required(archive, parameters, int(np.prod(shape)) + filters), [-filters])
    return Convolution(weights.reshape(shape), bias, stride, (padding, padding_x))


def _read_affine(archive: Archive) -> Scaling:
    scaling = _read_factor_and_shift(archive)
    archive.integer()  # Whether it scales channels or single values; here always channels.
    return scaling


def _read_normalisation(archive: Archive) -> Scaling:
    scaling = _read_factor_and_shift(archive)
    _, _, mean, variance = (archive.tensor().ravel().astype(np.float64) for _ in range(4))
    for _ in range(2):
        archive.integer()
    _skip_numbers(archive, _RATES)
    epsilon = archive.number()
    archive.require(epsilon > _LEAST_EPSILON and bool((variance >= 0).all()))
    factor = scaling.factor / np.sqrt(variance + epsilon)
    return Scaling(factor.astype(np.float32), (scaling.shift - mean * factor).astype(np.float32))


def _read_factor_and_shift(archive: Archive) -> Scaling:
    parameters = archive.tensor().ravel()
    channels = _read_alias(archive)[1]
    archive.require(_read_alias(archive)[1] == channels)
    factor, shift = np.split(_required(archive, parameters, 2 * channels), 2)
    return Scaling(factor, shift)


def _read_relu(_: Archive) -> Relu:
    return Relu()


def _read_shortcut(_: Archive) -> AddShortcut:
    return AddShortcut()


def _read_max_pool(archive: Archive) -> Pool:
    return _read_pool(archive, mean=False)


def _read_mean_pool(archive: Archive) -> Pool:
    return _read_pool(archive, mean=True)


def _read_pool(archive: Archive, *, mean: bool) -> Pool:
    rows, columns, stride, stride_x, padding, padding_x = (archive.integer() for _ in range(6))
    archive.require((rows, stride) == (columns, stride_x) and padding == padding_x == 0)
    return Pool(mean, rows, stride)


def _read_dense(archive: Archive) -> Dense:
    outputs, inputs = archive.integer(), archive.integer()
    weights = _required(archive, archive.tensor().ravel(), inputs * outputs)
    _read_alias(archive), _read_alias(archive)
    archive.integer()  # Whether there is a bias; the tensor's size has told.
    _skip_numbers(archive, _RATES)
    return Dense(weights.reshape(inputs, outputs))


_READERS: Mapping[str, Callable[[Archive], Layer]] = {
    "con_4": _read_convolution,
    "affine_": _read_affine,
    "bn_con2": _read_normalisation,
    "relu_": _read_relu,
    "add_prev_": _read_shortcut,
    "max_pool_2": _read_max_pool,
    "avg_pool_2": _read_mean_pool,
    "fc_2": _read_dense,
}


def _read_alias(archive: Archive) -> tuple[int, int, int, int]:
    """Read the shape of a view into a tensor."""
    archive.require(archive.integer() == 1)
    return archive.integer(), archive.integer(), archive.integer(), archive.integer()


def _skip_numbers(archive: Archive, count: int) -> None:
    for _ in range(count):
        archive.number()


def _required(archive: Archive, values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    archive.require(len(values) == size)
    return values


def _scaled(convolution: Convolution, scaling: Scaling) -> Convolution:
    factor = scaling.factor.astype(np.float64)
    weights = (convolution.weights * factor[:, None, None, None]).astype(np.float32)
    bias = (convolution.bias * factor + scaling.shift).astype(np.float32)
    return Convolution(weights, bias, convolution.stride, convolution.padding)
