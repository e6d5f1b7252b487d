"""PRelu written as a sum computes what PRelu does, for any slope."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from rollcall.vision.engines.prelu import without_prelu
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model


def _prelu(slopes: list[float]) -> Graph:
    shape: list[str | int | None] = ["N", len(slopes), "H", "W"]
    graph = helper.make_graph(
        [helper.make_node("PRelu", ["x", "slopes"], ["y"])],
        "prelu",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(np.array(slopes, np.float32).reshape(-1, 1, 1), "slopes")],
    )
    return Graph("prelu", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8))


def _kinds(graph: Graph) -> set[str]:
    return {node.op_type for node in graph.proto.graph.node}


@given(slopes=st.lists(st.floats(-4, 4, width=32), min_size=1, max_size=4), seed=st.integers(0, 1000))
def test_the_sum_equals_prelu(slopes: list[float], seed: int) -> None:
    x = np.random.default_rng(seed).normal(0, 3, (2, len(slopes), 3, 5)).astype(np.float32)
    changed = without_prelu(_prelu(slopes))
    onnx.checker.check_model(changed.proto)
    (y,) = Model(changed).run(x)
    expected = np.where(x > 0, x, x * np.array(slopes, np.float32)[:, None, None])
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-5)


def test_a_graph_without_prelu_stays_as_it_is(models_dir: Path) -> None:
    graph = read_graph(models_dir / "det_500m.onnx")
    assert without_prelu(graph) is graph


def test_no_prelu_is_left_in_arcface(models_dir: Path) -> None:
    graph = read_graph(models_dir / "arcface_mobilefacenet_128d.onnx")
    assert "PRelu" in _kinds(graph)
    assert "PRelu" not in _kinds(without_prelu(graph))
