from __future__ import annotations

import time
from dataclasses import asdict
from urllib.parse import urlsplit

from cli.command import rollcall
from rollcall.config import CameraSettings
from rollcall.redaction import SourceUrl
from rollcall.service import OutputState
from rollcall.store.forgetting.believed_clock import ClockHistory
from rollcall.web.access import Role
from web import asking

DEAD = CameraSettings(name="door", url=SourceUrl("rtsp://operator:s3cret@127.0.0.1:9/stream"))


def test_monitor_hears_one_word(stranger):
    assert stranger.get("/health").json() == {"status": "ok"}


def test_dead_camera_is_told_in_words_and_without_its_password(serve):
    served = serve(DEAD)
    with served.client(Role.ADMIN) as client:
        assert asking.get(f"{served.url}/health").json() == {"status": "degraded"}
        system = client.get("/api/v1/system").json()
        settings = client.get("/api/v1/settings")
        cameras = client.get("/api/v1/cameras")
    assert system["status"] == "degraded"
    assert len(system["troubles"]) == 1
    assert system["troubles"][0].startswith("Camera door is ")
    assert system["cameras"][0]["name"] == "door"
    assert system["cameras"][0]["state"] in {"connecting", "retrying"}
    assert "s3cret" not in str(system)
    for answer in (settings, cameras):
        assert answer.status_code == 200
        assert "s3cret" not in answer.text
    assert settings.json()["cameras"] == [{"name": "door", "url": "rtsp://operator:***@127.0.0.1:9/stream"}]


def test_settings_are_explained(admin):
    schema = admin.get("/api/v1/settings/schema").json()
    assert set(schema) == set(admin.get("/api/v1/settings").json()) - {"cameras", "webhooks", "commands", "alerts"}
    assert "administrator" in schema["web"]["properties"]["auth"]["description"]


def test_system_tells_what_it_works_with(viewer):
    system = viewer.get("/api/v1/system").json()
    assert system["troubles"] == []
    assert system["models"]["metric"] == "cosine"
    assert "arcface" in system["models"]["reason"]
    assert system["models"]["embedder_engine"].partition(":")[0] in {"onnxruntime", "openvino"}
    assert system["store"] == {
        "trouble": None,
        "trouble_phrase": None,
        "waiting": 0,
        "dropped_changes": 0,
        "dropped_pictures": 0,
    }


def test_who_is_signed_in_hears_the_whole(viewer):
    whole = viewer.get("/health").json()
    assert whole["models"]["reason"] == viewer.get("/api/v1/system").json()["models"]["reason"]


def test_outputs_tell_how_they_are(serve):
    served = serve()
    state = OutputState("webhook phone", False, "the receiver answers 503", 3, 1)
    served.system.outputs.add(lambda: [state])
    with served.client(Role.VIEWER) as client:
        system = client.get("/api/v1/system").json()
    why = {"code": "output.answers", "values": {"status": "503"}}
    assert system["outputs"] == [asdict(state) | {"words_phrase": {"code": "output.receiver", "values": {"why": why}}}]
    assert system["troubles"] == ["webhook phone: the receiver answers 503, 3 waiting, 1 given up"]


def test_the_command_tells_the_same_word(module_served):
    port = urlsplit(module_served.url).port
    answer = rollcall("health", "--port", str(port))
    assert (answer.returncode, answer.stdout) == (0, "ok\n")


def test_the_command_asks_by_https_too(serve, tmp_path):
    served = serve(https=True)
    file = tmp_path / "rollcall.yaml"
    file.write_text(f"web: {{https: true, port: {urlsplit(served.url).port}}}", encoding="utf-8")
    assert rollcall("health", "--config", str(file)).stdout == "ok\n"


def test_a_clock_that_cannot_be_believed_is_told_and_deletes_nothing(serve):
    served = serve()
    system = served.system
    system.store.preferences.set("clock", asdict(ClockHistory(time.time() - 3650 * 86_400)))
    system._housekeeping._look(time.time())
    with served.client(Role.ADMIN) as client:
        told = client.get("/api/v1/system").json()
        refused = client.post("/api/v1/retention")
    assert (told["status"], told["trouble_phrases"][0]["code"]) == ("degraded", "clock.ahead")
    assert (refused.status_code, refused.json()["phrase"]["code"]) == (422, "clock.ahead")
