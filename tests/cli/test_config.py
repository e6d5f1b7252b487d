from __future__ import annotations

import yaml

from cli.command import rollcall

_FILE = "cameras: [{name: 현관, url: 'rtsp://admin:hunter2@10.0.0.9/1'}]\nweb: {port: 8123}\n"


def test_show_prints_what_is_in_force_without_passwords(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text(_FILE, encoding="utf-8")
    answer = rollcall("config", "show", str(file))
    shown = yaml.safe_load(answer.stdout)
    assert shown["web"]["port"] == 8123
    assert shown["cameras"] == [{"name": "현관", "url": "rtsp://admin:***@10.0.0.9/1"}]
    assert "hunter2" not in answer.stdout + answer.stderr


def test_check_names_the_cameras_or_the_mistake(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text(_FILE, encoding="utf-8")
    assert "현관" in rollcall("config", "check", str(file)).stdout
    file.write_text("web: {prot: 1}", encoding="utf-8")
    answer = rollcall("config", "check", str(file))
    assert answer.returncode == 1
    assert "web.prot" in answer.stderr
