from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest


@pytest.mark.skipif(find_spec("openvino") is None, reason="needs openvino, which is not installed here")
def test_exceptions_of_other_libraries_survive_beside_gstreamer():
    # In a process of its own, since what it guards against is a crash of the process.
    program = "import rollcall.capture, onnx, openvino; print(openvino.Core().available_devices)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "CPU" in answer.stdout
