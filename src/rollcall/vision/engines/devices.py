"""Which devices OpenVINO finds, asked in a process of its own.

Only to look takes 65 MB and loads every driver, of which some crash; the program goes on without either.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["open_vino_devices"]

_log = logging.getLogger(__name__)

_DEVICES = ("cpu", "gpu")

_ROOM = str(Path(__file__).parent)
# Telemetry is refused by the module of this room, but not imported through it, which would bring every engine.
_QUESTION = """
import json, sys
sys.path.insert(0, sys.argv[1])
from telemetry import refuse_telemetry
del sys.path[0]
refuse_telemetry()
from openvino import Core
print(json.dumps(Core().available_devices))
"""
_PATIENCE_SECONDS = 60.0
"""A busy machine takes some seconds; a driver that hangs would keep the program from its start."""


@cache
def open_vino_devices() -> tuple[str, ...]:
    """Return the devices that OpenVINO finds on this machine, the processor first; none where it is not installed."""
    if find_spec("openvino") is None:
        return ()
    try:
        # Several GPUs are GPU.0 and GPU.1.
        found = {name.partition(".")[0].lower() for name in _ask()}
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        _log.warning("OpenVINO is not used: its search for devices failed: %s", _in_words(error))
        return ()
    return tuple(device for device in _DEVICES if device in found)


def _ask() -> list[str]:
    asking = subprocess.run(  # noqa: S603 - our own question
        [sys.executable, "-c", _QUESTION, _ROOM], capture_output=True, text=True, check=True, timeout=_PATIENCE_SECONDS
    )
    devices: list[str] = json.loads(asking.stdout)
    return devices


def _in_words(error: Exception) -> str:
    """Return what went wrong, as Python's own words would hold the whole question."""
    match error:
        case subprocess.TimeoutExpired():
            return f"no answer within {_PATIENCE_SECONDS:g} s"
        case subprocess.CalledProcessError() if error.returncode < 0:
            return f"it crashed (signal {-error.returncode})"
        case subprocess.CalledProcessError():
            return str((error.stderr.strip().splitlines() or [f"it ended with {error.returncode}"])[-1])
        case _:
            return str(error)
