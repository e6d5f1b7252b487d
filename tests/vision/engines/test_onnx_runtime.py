from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from rollcall.vision.engines.onnx_runtime import OnnxRuntimeEngine, _first_line
from rollcall.vision.engines.threads import ThreadBudget
from rollcall.vision.graph import read_graph


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "/onnxruntime_src/onnxruntime/python/state.cc:729 void onnxruntime::python::Register(PySessionOptions&, "
            "const onnxruntime::ProviderOptions&) Please install TensorRT libraries.\nMore.",
            "Please install TensorRT libraries.",
        ),
        ("[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Got 3", "[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Got 3"),
    ],
)
def test_places_in_its_source_are_left_out(message: str, told: str) -> None:
    assert _first_line(Exception(message)) == told


def processor_seconds(threads: int, model: Path) -> float:
    """Return what thirty inferences, the first ones apart, take of all processors together."""
    engine, image = OnnxRuntimeEngine(read_graph(model), "cpu", ThreadBudget(threads)), np.zeros((1, 3, 384, 640))
    for run in range(33):
        if run == 3:
            start = time.process_time()
        engine.run((image.astype(np.float32),))
    return time.process_time() - start


def test_threads_that_have_nothing_to_do_take_no_processor(models_dir: Path) -> None:
    # Waiting actively they take five times as much, on a busy machine: 65 ms an inference, not 13.
    model = models_dir / "det_500m.onnx"
    assert processor_seconds(8, model) < 2 * processor_seconds(1, model)
