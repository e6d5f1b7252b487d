"""The first inferences of a process may come from several threads at once: the faces of one picture do."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import sys, threading
import numpy as np
from onnx import TensorProto, helper
from rollcall.vision.graph import Graph
from rollcall.vision.runtime import Model, Runtime

node = helper.make_node("Relu", ["x"], ["y"])
ends = [[helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 4])] for name in "xy"]
opset = [helper.make_opsetid("", 13)]
proto = helper.make_model(helper.make_graph([node], "relu", *ends), opset_imports=opset, ir_version=8)
model = Model(Graph("relu", proto), Runtime(sys.argv[1], threads=8))
together, answers = threading.Barrier(8), []
sys.setswitchinterval(1e-6)

def first():
    together.wait()
    answers.append(model.run(np.ones((1, 4), np.float32)))

threads = [threading.Thread(target=first) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(model.engine, len(answers))
"""


@pytest.mark.parametrize("engine", ["onnxruntime:cpu", "openvino:cpu"])
def test_first_inferences_side_by_side_all_come_to_an_end(engine: str) -> None:
    if engine.startswith("openvino"):
        pytest.importorskip("openvino")
    # In a process of its own, since what it guards against stops a process as a whole.
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM, engine], capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout.split() == [engine, "8"]
