from __future__ import annotations

import json
import os
import subprocess

import pytest

from cli.command import ROLLCALL, clean_environment


def doctor(*arguments, **environment):
    """Run ``rollcall doctor --json`` and return its exit code and what it found by subject."""
    done = subprocess.run(
        [str(ROLLCALL), "doctor", "--json", *arguments],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env=clean_environment() | environment,
    )
    assert done.stderr == ""
    report = json.loads(done.stdout)
    return done.returncode, report["worst"], {finding["subject"]: finding for finding in report["findings"]}


def test_a_machine_that_is_well_is_told_line_by_line(tmp_path):
    data = tmp_path / "data"
    code, worst, findings = doctor("--data", str(data))
    assert code == {"ok": 0, "warning": 1, "problem": 2}[worst]
    assert "demo" in findings["cameras"]["words"]
    for subject in ("Rollcall", "settings", "GStreamer", "decoder H264", "runtimes", "models", "disk", "database"):
        assert findings[subject]["level"] in {"ok", "warning"}, findings[subject]
    assert all(finding["remedy"] for finding in findings.values() if finding["level"] == "warning")
    # A look makes nothing.
    assert not data.exists()


def hidden_plugins(tmp_path):
    return {"GST_PLUGIN_SYSTEM_PATH_1_0": str(tmp_path), "GST_REGISTRY_1_0": str(tmp_path / "registry.bin")}


def hidden_binding(tmp_path):
    (tmp_path / "gi").mkdir()
    (tmp_path / "gi" / "__init__.py").write_text("raise ImportError('hidden by a test')")
    return {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])}


@pytest.mark.parametrize("hide", [hidden_plugins, hidden_binding])
def test_a_machine_without_gstreamer_is_told_without_a_traceback(tmp_path, hide):
    camera = "door=rtsp://admin:hunter2@127.0.0.1:9/1"
    code, worst, findings = doctor(camera, "--data", str(tmp_path / "data"), **hide(tmp_path))
    assert (code, worst) == (2, "problem")
    gstreamer = findings["GStreamer"]
    assert gstreamer["level"] == "problem"
    assert "'./run'" in gstreamer["words"] + gstreamer["remedy"]
    assert "hunter2" not in json.dumps(findings)
    # What has nothing to do with it is looked at all the same.
    assert findings["models"]["level"] == "ok"
