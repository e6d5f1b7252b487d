"""The ways out joined to a real system, and the command that tries them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from cli.command import rollcall
from outputs.mqtt.broker import Broker, Listener, free_port
from outputs.samples import NOON, appeared, face, stay, stranger
from outputs.waiting import until
from outputs.webhook.receiving import receiving
from rollcall.cli.setup.outputs import command
from rollcall.config import Settings, VisionSettings
from rollcall.identity import Encounter
from rollcall.outputs import Outputs
from rollcall.service import System
from rollcall.vision import load_pack

_NOTE = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"


@pytest.fixture
def broker(tmp_path):
    with Broker(tmp_path).running() as broker:
        yield broker


def test_an_event_reaches_everybody_whom_the_rules_name(models_dir, tmp_path, broker, caplog):
    note = tmp_path / "note.json"
    with receiving() as receiver:
        settings = Settings.model_validate(
            {
                "store": {"data": tmp_path / "data"},
                "mqtt": {"host": "127.0.0.1", "port": broker.port},
                "webhooks": [
                    {"name": "phone", "url": receiver.url},
                    {"name": "dead", "url": f"http://127.0.0.1:{free_port()}/"},
                ],
                "commands": [{"name": "lamp", "run": [sys.executable, "-c", _NOTE, str(note)]}],
                "alerts": [
                    {"name": "family", "who": "tag:family", "to": ["phone", "dead", "lamp", "mqtt"]},
                    {"name": "strangers", "who": "unknown", "to": "phone", "stranger_seconds": 0},
                    {"name": "typo", "who": ["Ada", "Adda", "tag:Family"], "cameras": "dor", "to": "phone"},
                ],
            }
        )
        system = System(settings, load_pack(VisionSettings(models=models_dir, threads=1)))
        ada = system.store.people.add("Ada", tags=["family"])
        outputs = Outputs(settings, system)
        outputs.start()
        listener = Listener(broker.port)
        try:
            until(lambda: all(state.well for state in system.outputs.all()))
            system.events.tell(appeared(stay(ada, "Ada")))
            system.events.tell(appeared(stranger(track=2)))
            assert [came.json["alert"] for came in receiver.wait(2)] == ["family", "strangers"]
            listener.wait(lambda heard: "rollcall/alert/family" in heard.kept)
            states = until(
                lambda: {state.name: state for state in system.outputs.all()},
                true=lambda states: states["command lamp"].words == "1 done" and not states["webhook dead"].well,
            )
        finally:
            outputs.stop()
            system.stop()
            listener.close()
    assert json.loads(note.read_text())["person"] == {"id": ada, "name": "Ada", "tags": ["family"]}
    lines = [record.message for record in caplog.records if "typo" in record.message]
    assert lines == ["alert 'typo': no camera is called 'dor' so far", "alert 'typo': nobody is called 'Adda' so far"]
    assert set(states) == {"webhook phone", "webhook dead", "command lamp", "mqtt"}
    assert states["webhook dead"].waiting == 1
    assert "rollcall/alert/strangers" not in listener.kept


def test_the_face_of_a_stranger_leaves_the_broker_with_the_stranger(models_dir, tmp_path, broker):
    settings = Settings.model_validate(
        {
            "cameras": [{"name": "door", "url": "test://"}],
            "store": {"data": tmp_path / "data"},
            "mqtt": {"host": "127.0.0.1", "port": broker.port},
        }
    )
    pack = load_pack(VisionSettings(models=models_dir, threads=1))
    system = System(settings, pack)
    outputs, listener, shown = Outputs(settings, system), Listener(broker.port), "rollcall/camera/door/snapshot"
    outputs.start()
    try:
        seen = replace(stranger(), snapshot=face())
        number = system.store.sightings.add(seen)
        vector = np.eye(pack.embedding_size, dtype=np.float32)[0]
        system.strangers.add(Encounter(number, NOON, vector, 1.0))
        system.events.tell(appeared(replace(seen, id=number)))
        listener.wait(lambda heard: heard.kept.get(shown))
        system.strangers.erase(1, "tests")
        listener.wait(lambda heard: heard.kept[shown] == b"")
    finally:
        outputs.stop()
        system.stop()
        listener.close()


def test_the_command_tries_each_of_them_and_tells(tmp_path):
    file = tmp_path / "rollcall.yaml"
    with receiving() as receiver:
        lines = [
            "webhooks:",
            f"  - {{name: phone, url: '{receiver.url}'}}",
            f"  - {{name: dead, url: 'http://127.0.0.1:{free_port()}/s3cret'}}",
            "commands:",
            f"  - {{name: lamp, run: [{sys.executable}, -c, 'raise SystemExit(3)']}}",
        ]
        file.write_text("\n".join(lines))
        done = rollcall("outputs", "test", "--config", str(file))
    assert done.stdout.splitlines() == [
        "ok      webhook phone: taken (204)",
        "FAILED  webhook dead: cannot be reached: Connection refused",
        "FAILED  command lamp: ended with 3",
    ]
    assert (done.returncode, done.stderr) == (1, "")
    assert [came.json["moment"] for came in receiver.came] == ["test"]


def test_without_any_the_command_says_where_to_read(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text("")
    done = CliRunner().invoke(command, ["test", "--config", str(file)])
    assert done.exit_code == 0
    assert "docs/outputs.md" in done.output
