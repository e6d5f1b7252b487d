from __future__ import annotations

import logging
import subprocess
import sys
from importlib.util import find_spec

import pytest

from rollcall.capture.gstreamer import Gst


@pytest.mark.skipif(find_spec("openvino") is None, reason="needs openvino, which is not installed here")
def test_exceptions_of_other_libraries_survive_beside_gstreamer():
    # In a process of its own, since what it guards against is a crash of the process.
    program = "import rollcall.capture, onnx, openvino; print(openvino.Core().available_devices)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "CPU" in answer.stdout


def test_complaints_of_gstreamer_go_to_the_log_and_not_to_standard_error(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG, "rollcall.capture")
    Gst.Event.new_eos().set_seqnum(0)
    assert "GStreamer: gst_event_set_seqnum" in caplog.text
    assert "CRITICAL" not in capfd.readouterr().err
