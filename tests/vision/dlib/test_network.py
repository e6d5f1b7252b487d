"""The layers of dlib's two face networks come out of their files, and folding changes nothing of what they compute."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.vision.dlib.mmod import read_mmod
from rollcall.vision.dlib.network import (
    AddShortcut,
    Block,
    Convolution,
    InputKind,
    Layer,
    Pool,
    Relu,
    Scaling,
    fold_scalings,
    group_blocks,
)
from rollcall.vision.dlib.resnet import read_resnet
from rollcall.vision.dlib.translation import translate
from rollcall.vision.dlib.weights import MMOD, RESNET, read_weights
from rollcall.vision.runtime import Model

RNG = np.random.default_rng(5)
GREY = InputKind("pixels", (0.0, 0.0, 0.0))


def convolution(filters: int, channels: int, side: int, *, stride: int = 1, padding: int = 0) -> Convolution:
    weights = RNG.normal(size=(filters, channels, side, side)).astype(np.float32)
    return Convolution(weights, RNG.normal(size=filters).astype(np.float32), stride, (padding, padding))


def computed(layers: tuple[Layer, ...], pixels: NDArray[np.float32], kind: InputKind = GREY) -> NDArray[np.float32]:
    (result,) = Model(translate("test", kind, layers, pixels.shape[2])).run(pixels)
    return result


def some_pixels(side: int) -> NDArray[np.float32]:
    return RNG.uniform(0, 255, (2, 3, side, side)).astype(np.float32)


def test_a_scaling_folded_into_a_convolution_scales_what_it_gave() -> None:
    layer, pixels = convolution(4, 3, 3), some_pixels(8)
    scaling = Scaling(RNG.normal(size=4).astype(np.float32), RNG.normal(size=4).astype(np.float32))
    (folded,) = fold_scalings((layer, scaling))
    expected = computed((layer,), pixels) * scaling.factor[:, None, None] + scaling.shift[:, None, None]
    np.testing.assert_allclose(computed((folded,), pixels), expected, rtol=1e-4, atol=1e-5)


def test_pixels_of_the_mean_colour_are_nothing_to_a_network() -> None:
    layer = convolution(4, 3, 3)
    mean = (122.782, 117.001, 104.298)
    pixels = np.broadcast_to(np.array(mean, np.float32)[:, None, None], (1, 3, 5, 5)).copy()
    expected = np.broadcast_to(layer.bias[:, None, None], (4, 3, 3))
    np.testing.assert_allclose(computed((layer,), pixels, InputKind("", mean))[0], expected, atol=1e-4)


def test_a_shortcut_adds_what_went_into_the_block() -> None:
    first, inner, last = convolution(4, 3, 1), convolution(4, 4, 3, padding=1), convolution(4, 4, 3, padding=1)
    pixels = some_pixels(6)
    entered = computed((first,), pixels)
    inside = computed((first, inner, Relu(), last), pixels)
    blocks = group_blocks((first, inner, Relu(), last, AddShortcut()))
    assert isinstance(blocks[1], Block)
    np.testing.assert_allclose(computed(blocks, pixels), entered + inside, rtol=1e-4, atol=1e-4)


def test_a_smaller_branch_is_filled_up_with_zeros_at_its_end() -> None:
    first = convolution(2, 3, 1)
    halving, last = convolution(4, 2, 3, stride=2), convolution(4, 4, 3, padding=1)
    pool = Pool(mean=True, side=2, stride=2)
    pixels = some_pixels(8)
    inside = computed((first, halving, Relu(), last), pixels)
    around = computed((first, pool), pixels)
    assert (inside.shape, around.shape) == ((2, 4, 3, 3), (2, 2, 4, 4))
    expected = np.pad(inside, ((0, 0), (0, 0), (0, 1), (0, 1))) + np.pad(around, ((0, 0), (0, 2), (0, 0), (0, 0)))
    blocks = group_blocks((first, halving, Relu(), last, pool, AddShortcut()))
    np.testing.assert_allclose(computed(blocks, pixels), expected, rtol=1e-4, atol=1e-4)


def test_a_network_that_begins_with_anything_but_a_bare_convolution_is_refused() -> None:
    padded = replace(convolution(4, 3, 3), padding=(1, 1))
    for layer in (Relu(), padded):
        with pytest.raises(ValueError, match="does not begin"):
            translate("test", GREY, (layer,), 8)


def test_the_embedder_has_29_convolutions_and_14_blocks() -> None:
    operators = Counter(node.op_type for node in read_resnet(read_weights(RESNET), "resnet").proto.graph.node)
    assert (operators["Conv"], operators["Add"], operators["MatMul"]) == (29, 14, 1)


def test_the_detector_looks_through_windows_of_80_pixels_at_every_eighth_one() -> None:
    mmod = read_mmod(read_weights(MMOD), "mmod")
    assert (mmod.window, mmod.step, mmod.offset) == ((80, 80), 8, 14)
    assert mmod.max_overlap == pytest.approx(0.338, abs=1e-3)


@pytest.mark.parametrize("share", [0.0, 1e-6, 0.01, 0.5, 0.999999])
def test_half_a_file_is_named(share: float) -> None:
    for read, file in ((read_resnet, RESNET), (read_mmod, MMOD)):
        data = read_weights(file)
        with pytest.raises(ModelError, match="'half' is damaged"):
            read(data[: int(len(data) * share)], "half")


def test_one_file_is_not_taken_for_the_other() -> None:
    with pytest.raises(ModelError, match="'detector' is damaged or of an unknown kind"):
        read_resnet(read_weights(MMOD), "detector")


def test_any_byte_of_the_header_may_be_wrong() -> None:
    data = read_weights(MMOD)
    named = 0
    for place in range(300):
        try:
            read_mmod(data[:place] + b"\x7f" + data[place + 1 :], "flipped")
        except ModelError as error:
            assert "'flipped' is damaged" in str(error)  # noqa: PT017 - some bytes are only other numbers
            named += 1
    assert named > 100
