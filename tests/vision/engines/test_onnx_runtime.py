"""What ONNX Runtime says is told in words that do not name its source code."""

from __future__ import annotations

import pytest

from rollcall.vision.engines.onnx_runtime import _first_line


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
