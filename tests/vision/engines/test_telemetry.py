"""Nobody is told that models run here, nor what they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ALONE = ("unshare", "--net")
"""A network of its own, without anybody in it: if this test fails, nothing leaves the machine."""

_PROGRAM = """
import sys
from pathlib import Path
from rollcall.config import VisionSettings
from rollcall.vision import load_pack
import numpy as np
pack = load_pack(VisionSettings(models=Path(sys.argv[1]), runtime=sys.argv[2]))
pack.detector.detect(np.zeros((240, 320, 3), np.uint8))
print(pack.detector.engine, sys.modules.get("openvino_telemetry"))
"""


def _can_be_alone() -> bool:
    return (
        sys.platform == "linux" and subprocess.run([*_ALONE, "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.parametrize("runtime", ["onnxruntime:cpu", "openvino:cpu"])
def test_no_engine_leaves_a_mark_of_the_machine_for_its_maker(runtime: str, models_dir: Path, tmp_path: Path) -> None:
    if runtime.startswith("openvino"):
        pytest.importorskip("openvino")
    if not _can_be_alone():
        pytest.skip("needs the right to make a network namespace")
    # With these ONNX Runtime would keep quiet by itself.
    quiet = {"CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY"}
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    answer = subprocess.run(
        [*_ALONE, sys.executable, "-c", _PROGRAM, str(models_dir), runtime],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.stdout.split() == [runtime, "None"], answer.stderr
    # Its identifier of the machine and what it has not sent yet.
    assert not (tmp_path / "Microsoft").exists()
