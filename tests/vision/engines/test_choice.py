"""The fastest engine that computes the right numbers is found and remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from rollcall.vision.engines.choice import EngineMemory, measure, memory_key
from rollcall.vision.engines.engine import Engine, EngineError
from rollcall.vision.engines.onnx_runtime import OnnxRuntimeEngine
from rollcall.vision.engines.threads import thread_budget
from rollcall.vision.graph import Graph

EXAMPLE = np.ones((1, 4), np.float32)


def _times(factor: float) -> Graph:
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "factor"], ["y"])],
        "times",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 4])],
        [numpy_helper.from_array(np.array(factor, np.float32), "factor")],
    )
    return Graph("times", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8))


def _make(factors: dict[str, float]) -> Callable[[str], Engine]:
    """Return a maker of engines that multiply; one without a factor has no device."""

    def make(name: str) -> Engine:
        if name not in factors:
            raise EngineError("no such device")
        return OnnxRuntimeEngine(_times(factors[name]), "cpu", thread_budget())

    return make


def test_each_engine_that_runs_is_measured() -> None:
    taken = measure(("reference", "other"), _make({"reference": 2, "other": 2.001}), EXAMPLE)
    assert list(taken) == ["reference", "other"]
    assert all(milliseconds > 0 for milliseconds in taken.values())


def test_the_shortest_run_counts() -> None:
    readings = iter([0.0, 0.3, 1.0, 1.1, 2.0, 2.2, 3.0, 4.0])
    taken = measure(("reference",), _make({"reference": 2}), EXAMPLE, clock=lambda: next(readings))
    assert taken["reference"] == pytest.approx(100)


def test_an_engine_that_computes_other_numbers_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    taken = measure(("reference", "faulty"), _make({"reference": 2, "faulty": 3}), EXAMPLE)
    assert list(taken) == ["reference"]
    assert "faulty is not used: it computes other numbers than reference" in caplog.text


def test_an_engine_without_its_device_is_left_out() -> None:
    assert list(measure(("reference", "absent"), _make({"reference": 2}), EXAMPLE)) == ["reference"]


def test_a_choice_is_remembered_by_the_next_process(tmp_path: Path) -> None:
    EngineMemory(tmp_path / "new" / "engines.json").remember("graph", "openvino:cpu")
    EngineMemory(tmp_path / "new" / "engines.json").remember("other", "onnxruntime:cpu")
    memory = EngineMemory(tmp_path / "new" / "engines.json")
    assert (memory.recall("graph"), memory.recall("other")) == ("openvino:cpu", "onnxruntime:cpu")
    assert memory.recall("third") is None


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"graph": 7}', "\udcff"])
def test_a_damaged_memory_remembers_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "engines.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    memory = EngineMemory(path)
    assert memory.recall("graph") is None
    memory.remember("graph", "openvino:cpu")
    assert memory.recall("graph") == "openvino:cpu"


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = EngineMemory(tmp_path / "file" / "engines.json")
    memory.remember("graph", "openvino:cpu")
    assert memory.recall("graph") is None


def test_what_may_change_the_choice_changes_the_key() -> None:
    key = memory_key(_times(2), EXAMPLE, ("a", "b"), 2)
    assert key == memory_key(_times(2), EXAMPLE, ("a", "b"), 2)
    others = {
        memory_key(_times(3), EXAMPLE, ("a", "b"), 2),
        memory_key(_times(2), EXAMPLE[:, :2], ("a", "b"), 2),
        memory_key(_times(2), EXAMPLE, ("a",), 2),
        memory_key(_times(2), EXAMPLE, ("a", "b"), 4),
    }
    assert len(others | {key}) == 5
