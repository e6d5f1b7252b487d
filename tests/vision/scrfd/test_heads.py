"""Boxes and landmarks computed where they are asked for are those that the whole net computes everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model
from rollcall.vision.scrfd.heads import Level, Outputs, cut_heads, read_whole

EXPORTS = ("det_500m", "scrfd_2.5g_kps")
PIXELS = np.random.default_rng(3).integers(0, 256, (1, 64, 96, 3), np.uint8)


@pytest.fixture(params=EXPORTS)
def graph(request: pytest.FixtureRequest, models_dir: Path) -> Graph:
    return read_graph(models_dir / f"{request.param}.onnx")


def _run(graph: Graph) -> Outputs:
    return Model(graph.on_pixels(mean=127.5, scale=1 / 128)).run(PIXELS)


def _everything(level: Level) -> NDArray[np.float32]:
    return level.shapes_at(np.arange(len(level.scores)))


def test_all_anchors_have_the_scores_and_shapes_of_the_whole_net(graph: Graph) -> None:
    cut, read = cut_heads(graph)
    levels = read(_run(cut))
    for found, expected in zip(levels, read_whole(_run(graph)), strict=True):
        np.testing.assert_allclose(found.scores, expected.scores, atol=1e-6)
        np.testing.assert_allclose(_everything(found), _everything(expected), atol=1e-4)


def test_nothing_asked_for_gives_nothing(graph: Graph) -> None:
    cut, read = cut_heads(graph)
    assert [level.shapes_at(np.empty(0, np.intp)).shape for level in read(_run(cut))] == [(0, 14)] * 3


def test_what_computed_boxes_and_landmarks_is_gone(graph: Graph) -> None:
    cut, _ = cut_heads(graph)
    assert not {"Reshape", "Transpose"} & {node.op_type for node in cut.proto.graph.node}


@pytest.mark.parametrize("operator", ["Transpose", "Conv", "Sigmoid"])
def test_a_net_that_ends_otherwise_stays_whole(operator: str, models_dir: Path) -> None:
    graph = read_graph(models_dir / "det_500m.onnx")
    last = [node for node in graph.proto.graph.node if node.op_type == operator][-1]
    if operator == "Transpose":
        del last.attribute[:]
    elif operator == "Conv":
        next(attribute for attribute in last.attribute if attribute.name == "dilations").ints[:] = [2, 2]
    else:
        last.op_type = "Tanh"
    cut, read = cut_heads(graph)
    assert cut is graph
    assert read is read_whole
