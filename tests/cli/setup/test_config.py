from __future__ import annotations

from contextlib import closing

import yaml

from cli.command import rollcall
from rollcall.config import StoreSettings
from rollcall.redaction import SourceUrl
from rollcall.store import Store
from rollcall.store.demo import demo_store

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


def test_check_reads_the_certificates_too(tmp_path):
    file, none = tmp_path / "rollcall.yaml", tmp_path / "none.pem"
    file.write_text(f"mqtt: {{host: broker, tls: verify, ca: '{none}'}}\n", encoding="utf-8")
    answer = rollcall("config", "check", str(file))
    assert (answer.returncode, f"'{none}' of mqtt.ca cannot be used" in answer.stderr) == (1, True)


def test_what_was_set_up_on_the_page_is_shown_and_counts(tmp_path):
    with closing(Store(StoreSettings(data=tmp_path))) as store:
        store.cameras.put("yard", SourceUrl("rtsp://admin:hunter2@10.0.0.8/1"))
        store.preferences.set("settings", {"values": {"view.jpeg_quality": 55, "web.port": 1}, "model": ""})
    file = tmp_path / "rollcall.yaml"
    alerts = "alerts: [{name: night, cameras: [yard, roof], to: mqtt}]\nmqtt: {host: broker}\n"
    file.write_text(f"{_FILE}{alerts}store: {{data: '{tmp_path}'}}\n", encoding="utf-8")
    # The program may be at work meanwhile.
    with closing(Store(StoreSettings(data=tmp_path))):
        shown = rollcall("config", "show", str(file))
        checked = rollcall("config", "check", str(file)).stdout
    assert yaml.safe_load(shown.stdout)["view"]["jpeg_quality"] == 55
    assert "# camera of the page: yard rtsp://admin:***@10.0.0.8/1" in shown.stdout
    assert "# changed on the page: view.jpeg_quality\n" in shown.stdout
    assert "hunter2" not in shown.stdout
    assert checked.splitlines() == [
        "The settings are fine. Cameras: 현관, yard.",
        "But alert 'night': no camera is called 'roof' so far.",
    ]


def test_check_names_a_camera_that_was_added_during_the_demo(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text(f"store: {{data: '{tmp_path}'}}\n", encoding="utf-8")
    demo = demo_store(StoreSettings(data=tmp_path))
    Store(demo).close()
    assert "Cameras: none, so the demo would be shown." in rollcall("config", "check", str(file)).stdout
    with closing(Store(demo)) as store:
        store.cameras.put("yard", SourceUrl("rtsp://10.0.0.8/1"))
    assert rollcall("config", "check", str(file)).stdout == "The settings are fine. Cameras: yard.\n"
