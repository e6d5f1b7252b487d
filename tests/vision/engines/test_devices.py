from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from rollcall.vision.engines import devices
from rollcall.vision.engines.devices import open_vino_devices

pytestmark = pytest.mark.skipif(find_spec("openvino") is None, reason="OpenVINO is not installed")

LOOK = """
import sys
from rollcall.vision.engines.devices import open_vino_devices
assert "cpu" in open_vino_devices()
assert "openvino" not in sys.modules
"""


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    open_vino_devices.cache_clear()
    yield
    open_vino_devices.cache_clear()


def test_devices_are_found_without_loading_what_takes_memory() -> None:
    subprocess.run([sys.executable, "-c", LOOK], check=True)


def test_the_look_at_devices_is_reported_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    # None: an import of it fails.
    asked = f"{devices._QUESTION}\nassert sys.modules['openvino_telemetry'] is None"
    monkeypatch.setattr(devices, "_QUESTION", asked)
    assert "cpu" in open_vino_devices()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("import os; os.abort()", "it crashed (signal 6)"),
        ("raise RuntimeError('no driver fits')", "RuntimeError: no driver fits"),
        ("print('a banner of a driver')", "Expecting value"),
    ],
)
def test_a_driver_that_fails_costs_openvino_and_not_the_program(
    question: str, words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(devices, "_QUESTION", question)
    assert open_vino_devices() == ()
    assert f"OpenVINO is not used: its search for devices failed: {words}" in caplog.text


def test_a_driver_that_hangs_costs_openvino_and_not_the_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(devices, "_QUESTION", "import time; time.sleep(600)")
    monkeypatch.setattr(devices, "_PATIENCE_SECONDS", 0.5)
    assert open_vino_devices() == ()
    assert "failed: no answer within 0.5 s" in caplog.text
