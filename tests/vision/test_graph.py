"""A graph that takes pixels computes what it computed from planes, normalised."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model

PIXELS = np.random.default_rng(5).integers(0, 256, (1, 64, 96, 3), np.uint8)


@pytest.fixture(scope="module")
def graph(models_dir: Path) -> Graph:
    return read_graph(models_dir / "det_500m.onnx")


@pytest.mark.parametrize("order", ["RGB", "BGR"])
@pytest.mark.parametrize(("mean", "scale"), [(127.5, 1 / 128), (0.0, 1 / 255), (100.0, 1.0), (0.0, 1.0)])
def test_pixels_give_what_planes_give(graph: Graph, mean: float, scale: float, order: Literal["RGB", "BGR"]) -> None:
    colours = PIXELS[..., ::-1] if order == "RGB" else PIXELS
    planes = ((colours.transpose(0, 3, 1, 2) - np.float32(mean)) * np.float32(scale)).astype(np.float32)
    found = Model(graph.on_pixels(mean=mean, scale=scale, order=order)).run(PIXELS)
    for output, expected in zip(found, Model(graph).run(planes), strict=True):
        np.testing.assert_allclose(output, expected, rtol=1e-3, atol=1e-4)


def test_order_and_scale_cost_no_pass_over_the_picture(graph: Graph) -> None:
    before = [node.op_type for node in graph.on_pixels(mean=127.5, scale=1 / 128).proto.graph.node][:4]
    assert before == ["Cast", "Transpose", "Sub", "Conv"]


def test_a_net_that_normalises_is_only_given_its_order(models_dir: Path) -> None:
    graph = read_graph(models_dir / "arcface_mobilefacenet_128d.onnx").on_pixels()
    assert [node.op_type for node in graph.proto.graph.node][:3] == ["Cast", "Transpose", "Gather"]
