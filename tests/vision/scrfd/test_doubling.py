"""A pyramid whose levels are doubled computes what it did when it asked for their sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model
from rollcall.vision.scrfd.doubling import with_doubling


@pytest.fixture(scope="module")
def graph(models_dir: Path) -> Graph:
    return read_graph(models_dir / "det_500m.onnx")


@pytest.mark.parametrize("sides", [(32, 32), (64, 160), (96, 32)])
def test_nothing_else_comes_out(graph: Graph, sides: tuple[int, int]) -> None:
    planes = np.random.default_rng(2).normal(0, 0.5, (1, 3, *sides)).astype(np.float32)
    for output, expected in zip(Model(with_doubling(graph)).run(planes), Model(graph).run(planes), strict=True):
        np.testing.assert_array_equal(output, expected)


def test_nobody_asks_for_a_size_any_more(graph: Graph) -> None:
    def kinds(of: Graph) -> set[str]:
        return {node.op_type for node in of.proto.graph.node}

    assert "Shape" in kinds(graph)
    assert not {"Shape", "Gather", "Slice", "Concat"} & kinds(with_doubling(graph))


def test_a_size_that_is_written_down_stays(models_dir: Path) -> None:
    graph = read_graph(models_dir / "det_500m.onnx")
    resizes = [node for node in graph.proto.graph.node if node.op_type == "Resize"]
    for node in resizes:
        node.input[3] = node.input[2]
    kept = [node.input[3] for node in with_doubling(graph).proto.graph.node if node.op_type == "Resize"]
    assert kept == [node.input[2] for node in resizes]
