"""MQTT against Debian's mosquitto."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from outputs.mqtt.broker import Broker, Listener, free_port
from outputs.samples import ADA, BOB, NOON, alert, appeared, face, left, named, stay, stranger
from outputs.waiting import until
from rollcall.capture import RetryPolicy, StreamState, StreamStatus
from rollcall.config import MqttSettings
from rollcall.outputs.message import to_json
from rollcall.outputs.mqtt.mqtt import Mqtt
from rollcall.outputs.mqtt.trial import try_mqtt
from rollcall.outputs.mqtt.whereabouts import LastSeen

LIVE = StreamStatus(StreamState.LIVE)
QUICK = RetryPolicy(first=0.05, longest=0.2)
DOOR, FACE = "rollcall/camera/door/state", "rollcall/camera/door/snapshot"


def person(number: str) -> str:
    return f"rollcall/person/{number}/state"


def device(own: str) -> str:
    return f"homeassistant/device/rollcall/{own}/config"


class Household:
    """The cameras and people that a running system would tell of."""

    def __init__(self):
        self.cameras = [("door", LIVE)]
        self.people = {ADA: "김철수"}
        self.seen = {ADA: LastSeen(NOON, "door")}
        self.erased = set()


@contextmanager
def running(port, household=None, clock=lambda: NOON, **given):
    household = household or Household()
    mqtt = Mqtt(
        MqttSettings.model_validate({"host": "127.0.0.1", "port": port} | given),
        lambda: tuple(household.cameras),
        lambda: dict(household.people),
        lambda person: household.seen.get(person),
        lambda sighting: sighting not in household.erased,
        clock,
        QUICK,
    )
    mqtt.start()
    try:
        yield mqtt
    finally:
        mqtt.stop()


@contextmanager
def listening(port):
    listener = Listener(port)
    try:
        yield listener
    finally:
        listener.close()


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with Broker(tmp_path_factory.mktemp("broker")).running() as broker:
        yield broker


@pytest.fixture
def listener(broker):
    with listening(broker.port) as listener:
        yield listener
        for topic in [topic for topic, payload in listener.kept.items() if payload]:
            listener.publish(topic, b"")


def values(listener, topic):
    return json.loads(listener.kept.get(topic) or b"null") or {}


def test_states_are_kept_and_follow_what_happens(broker, listener):
    with running(broker.port) as mqtt:
        listener.wait(lambda heard: heard.kept.get("rollcall/status") == b"online")
        assert listener.wait(lambda heard: values(heard, person(ADA))) == {
            "id": ADA,
            "name": "김철수",
            "present": False,
            "cameras": [],
            "last_seen": "2027-01-15T12:00:00.000+00:00",
            "last_camera": "door",
        }
        seen = replace(stay(ADA, "김철수", at=NOON + 60), snapshot=face())
        mqtt.hear(appeared(seen))
        mqtt.hear(appeared(stranger(track=2)))
        state = listener.wait(lambda heard: values(heard, DOOR).get("persons") == 2 and values(heard, DOOR))
        assert state == {
            "name": "door",
            "online": True,
            "state": "live",
            "reason": "",
            "persons": 2,
            "people": ["김철수"],
        }
        listener.wait(lambda heard: values(heard, person(ADA)).get("cameras") == ["door"])
        assert listener.wait(lambda heard: heard.kept.get(FACE))[:2] == b"\xff\xd8"
        shown = listener.kept[FACE]
        mqtt.hear(left(replace(seen, snapshot=face(32))))
        listener.wait(lambda heard: values(heard, person(ADA)).get("last_seen") == "2027-01-15T12:01:00.000+00:00")
        listener.wait(lambda heard: values(heard, person(ADA))["present"] is False)
        assert listener.kept[FACE] == shown
        events = [json.loads(payload) for topic, payload in listener.heard if topic == "rollcall/event"]
        assert [event["kind"] for event in events] == ["appeared", "appeared", "left"]
        assert events[0]["person"] == {"id": ADA, "name": "김철수"}
        assert mqtt.state.words == f"connected to 127.0.0.1:{broker.port}"
    listener.wait(lambda heard: heard.kept["rollcall/status"] == b"offline")


def test_home_assistant_finds_a_device_for_each_camera_and_person(broker, listener):
    with running(broker.port):
        camera = listener.wait(lambda heard: values(heard, device("camera_door")))
        found = listener.wait(lambda heard: values(heard, device(f"person_{ADA}")))
    assert camera["device"]["identifiers"] == ["rollcall_camera_door"]
    assert {part: component["platform"] for part, component in camera["components"].items()} == {
        "online": "binary_sensor",
        "state": "sensor",
        "persons": "sensor",
        "face": "image",
    }
    assert camera["components"]["face"]["image_topic"] == FACE
    assert found["device"]["name"] == "김철수"
    assert found["components"]["presence"]["device_class"] == "presence"
    assert found["components"]["last_seen"]["device_class"] == "timestamp"
    # As the timestamp class asks: ISO 8601 with a zone.
    assert datetime.fromisoformat(values(listener, person(ADA))["last_seen"]).tzinfo is not None
    ids = [component["unique_id"] for each in (camera, found) for component in each["components"].values()]
    assert len(set(ids)) == len(ids)
    for each in (camera, found):
        assert each["availability"] == [{"topic": "rollcall/status"}]
        assert each["origin"]["name"] == "Rollcall"
        assert {part["state_topic"] for part in each["components"].values() if "state_topic" in part} <= set(
            listener.kept
        )


def test_a_person_is_renamed_under_the_same_topics_and_removed_with_the_face(broker, listener):
    household = Household()
    with running(broker.port, household) as mqtt:
        mqtt.hear(appeared(replace(stay(ADA, "김철수"), snapshot=face())))
        listener.wait(lambda heard: heard.kept.get(FACE) and values(heard, DOOR)["people"] == ["김철수"])
        household.people = {ADA: "Kim/+#", BOB: "Bob"}
        # Also where this person still is.
        listener.wait(lambda heard: values(heard, DOOR)["people"] == ["Kim/+#"])
        listener.wait(lambda heard: b"Kim/+#" in heard.kept.get(device(f"person_{ADA}"), b""))
        listener.wait(lambda heard: values(heard, person(BOB)))
        household.people = {BOB: "Bob"}
        listener.wait(lambda heard: [heard.kept[t] for t in (device(f"person_{ADA}"), person(ADA), FACE)] == [b""] * 3)
        # Somebody is there, and the name is kept nowhere.
        listener.wait(lambda heard: (values(heard, DOOR)["persons"], values(heard, DOOR)["people"]) == (1, []))
        assert "Kim" not in str(listener.kept)


def test_what_an_earlier_run_left_behind_is_removed(broker, listener):
    old = [device("person_0123"), person("0123"), "rollcall/camera/cellar/snapshot"]
    others = ["homeassistant/device/other/thing/config", "rollcall2/person/0123/state"]
    for topic in [*old, *others]:
        listener.publish(topic, b"{}")
    listener.wait(lambda heard: set(heard.kept) >= {*old, *others})
    with running(broker.port):
        listener.wait(lambda heard: [heard.kept[topic] for topic in old] == [b""] * 3)
        listener.wait(lambda heard: DOOR in heard.kept)
    assert [listener.kept[topic] for topic in others] == [b"{}"] * 2


def test_without_people_discovery_and_snapshots_only_cameras_are_published(broker, listener):
    with running(broker.port, people=False, discovery=None, snapshots=False, prefix="other/one") as mqtt:
        mqtt.hear(appeared(replace(stay(), snapshot=face())))
        listener.wait(lambda heard: values(heard, "other/one/camera/door/state").get("persons") == 1)
        ours = {topic for topic in listener.kept if topic.startswith(("other/one/", "homeassistant/"))}
    assert ours - {"other/one/event"} == {"other/one/status", "other/one/camera/door/state"}


def test_the_face_of_somebody_removed_is_taken_back_also_where_people_have_no_topics(broker, listener):
    household = Household()
    with running(broker.port, household, people=False) as mqtt:
        mqtt.hear(appeared(replace(stay(), snapshot=face())))
        listener.wait(lambda heard: heard.kept.get(FACE))
        household.people = {}
        listener.wait(lambda heard: heard.kept[FACE] == b"")


def test_the_face_of_a_stranger_who_is_erased_is_taken_back_and_does_not_return(broker, listener):
    household = Household()
    household.cameras.append(("yard", LIVE))
    seen, other = stranger(track=7), stranger(track=8, camera="yard")
    yard = "rollcall/camera/yard/snapshot"
    with running(broker.port, household) as mqtt:
        mqtt.hear(appeared(replace(seen, snapshot=face())))
        mqtt.hear(appeared(replace(other, snapshot=face(32))))
        listener.wait(lambda heard: heard.kept.get(FACE) and heard.kept.get(yard))
        household.erased = {7}
        mqtt.forget_erased()
        listener.wait(lambda heard: heard.kept[FACE] == b"")
        # Still there, and the store has given up on this stay.
        for number in (None, 7):
            mqtt.hear(named(replace(seen, snapshot=face(48), id=number)))
        mqtt.hear(named(replace(other, snapshot=face(48))))
        listener.wait(lambda heard: [topic for topic, _ in heard.heard].count(yard) == 2)
        assert listener.kept[FACE] == b""


@pytest.mark.parametrize("discovery", [None, "ha/elsewhere"])
def test_devices_go_with_the_prefix_that_they_were_announced_under(broker, listener, discovery):
    others = "old/place/device/other/camera_door/config"
    listener.publish(others, b"{}")
    with running(broker.port, discovery="old/place"):
        old = {f"old/place/device/rollcall/{own}/config" for own in ("camera_door", f"person_{ADA}")}
        listener.wait(lambda heard: all(heard.kept.get(topic) for topic in old))
    with running(broker.port, discovery=discovery):
        listener.wait(lambda heard: not any(heard.kept[topic] for topic in old))
        listener.wait(lambda heard: heard.kept["rollcall/discovery"] == (discovery or "").encode())
        if discovery is not None:
            listener.wait(lambda heard: heard.kept.get(f"{discovery}/device/rollcall/camera_door/config"))
    assert listener.kept[others] == b"{}"


@pytest.mark.parametrize("nonsense", [b"\xff\x00", b"#", b"+/x", b"a//b"])
def test_nonsense_at_the_broker_is_replaced_and_disturbs_nothing(broker, listener, caplog, nonsense):
    listener.publish("rollcall/discovery", nonsense)
    with running(broker.port) as mqtt:
        listener.wait(lambda heard: heard.kept["rollcall/discovery"] == b"homeassistant")
        # The broker's word on this comes after what it kept.
        mqtt.hear(appeared(stay()))
        listener.wait(lambda heard: "rollcall/event" in heard.kept)
        until(lambda: mqtt.state.waiting, true=lambda waiting: not waiting)
    assert not [record for record in caplog.records if record.exc_info]


def test_alerts_are_published_as_webhooks_have_them(broker, listener):
    with running(broker.port) as mqtt:
        for one in (alert(), alert(replace(stranger(), stranger=12))):
            mqtt.take(one)
            listener.wait(lambda heard, one=one: values(heard, "rollcall/alert/rule").get("id") == one.id)
            message = values(listener, "rollcall/alert/rule")
            assert message | {"snapshot": None} == json.loads(to_json(one))
    assert (message["person"], message["stranger"]) == (None, 12)


def test_a_camera_that_comes_or_goes_is_taken_up(broker, listener):
    household = Household()
    with running(broker.port, household):
        listener.wait(lambda heard: values(heard, DOOR).get("online"))
        down = StreamStatus(StreamState.RETRYING, "nobody answers")
        household.cameras = [("door", down), ("정문", LIVE)]
        listener.wait(
            lambda heard: values(heard, DOOR)["reason"] == "nobody answers" and not values(heard, DOOR)["online"]
        )
        named = listener.wait(
            lambda heard: [
                topic for topic, text in heard.kept.items() if topic.endswith("/state") and "정문".encode() in text
            ]
        )
        household.cameras = [("door", down)]
        listener.wait(lambda heard: heard.kept[named[0]] == b"")


_RUN = """
import sys
from rollcall.config import MqttSettings
from rollcall.outputs.mqtt.mqtt import Mqtt

settings = MqttSettings(host="127.0.0.1", port=int(sys.argv[1]))
mqtt = Mqtt(settings, tuple, dict, lambda _: None, lambda _: True)
mqtt.start()
sys.stdin.read()
"""


def test_the_broker_tells_of_a_kill(broker, listener):
    program = subprocess.Popen([sys.executable, "-c", _RUN, str(broker.port)], stdin=subprocess.PIPE)
    try:
        listener.wait(lambda heard: heard.kept.get("rollcall/status") == b"online")
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdin.close()
    listener.wait(lambda heard: heard.kept["rollcall/status"] == b"offline")


def test_after_a_restart_of_the_broker_everything_is_there_again(tmp_path):
    broker = Broker(tmp_path)
    with running(broker.port) as mqtt:
        # Not there yet: nothing is lost by that but events of long ago.
        until(lambda: mqtt.state.words, true=lambda words: "cannot be reached" in words)
        mqtt.hear(appeared(stay()))
        for round_ in range(2):
            with broker.running(), listening(broker.port) as listener:
                listener.wait(lambda heard: values(heard, DOOR).get("persons") == 1 and ADA in str(heard.kept))
                if round_ == 0:
                    assert listener.wait(lambda heard: values(heard, "rollcall/event"))["kind"] == "appeared"
            until(lambda: mqtt.state.well, true=lambda well: not well)


def test_an_event_of_long_ago_is_not_told_any_more(tmp_path):
    broker, now = Broker(tmp_path), [NOON]
    with running(broker.port, clock=lambda: now[0]) as mqtt:
        mqtt.take(alert())
        until(lambda: mqtt.state.waiting)
        now[0] += 3600
        with broker.running(), listening(broker.port) as listener:
            until(lambda: (mqtt.state.well, mqtt.state.dropped), true=(True, 1).__eq__)
            mqtt.take(alert())
            listener.wait(lambda heard: "rollcall/alert/rule" in heard.kept)
            assert [topic for topic, _ in listener.heard].count("rollcall/alert/rule") == 1


@pytest.mark.parametrize(("later", "told"), [(1, 2), (3600, 1)])
def test_what_the_broker_has_not_confirmed_is_told_again_only_while_it_is_news(tmp_path, later, told):
    broker, now = Broker(tmp_path, ("allow_anonymous true", "log_type all")), [NOON]

    def came():
        """What the broker itself says; while it hangs nothing does."""
        lines = (tmp_path / "mosquitto.log").read_text().splitlines()
        return sum("Received PUBLISH" in line and "rollcall/alert/rule" in line for line in lines)

    with running(broker.port, clock=lambda: now[0]) as mqtt:
        broker.start()
        try:
            until(lambda: mqtt.state.well)
            broker.hang()
            mqtt.take(alert())
            until(lambda: mqtt.state.waiting)
            now[0] += later
        finally:
            broker.kill()
        until(lambda: mqtt.state.well, true=lambda well: not well)
        with broker.running():
            until(lambda: mqtt.state.well)
            mqtt.take(alert())
            until(came, true=told.__eq__)
            until(lambda: mqtt.state, true=lambda state: (state.waiting, state.dropped) == (0, 2 - told))
    assert came() == told


def test_what_a_broker_that_hangs_takes_no_more_is_counted(tmp_path):
    broker = Broker(tmp_path)
    with running(broker.port) as mqtt:
        broker.start()
        try:
            until(lambda: mqtt.state.well)
            broker.hang()
            for number in range(150):
                mqtt.take(alert(stranger(track=number)))
            state = until(lambda: mqtt.state, true=lambda state: state.waiting + state.dropped == 150)
        finally:
            broker.kill()
    assert state.waiting == 100


def test_a_broker_that_is_away_costs_bounded_memory():
    with running(free_port()) as mqtt:
        until(lambda: "cannot be reached" in mqtt.state.words)
        for number in range(500):
            mqtt.hear(appeared(stranger(track=number)))
        state = until(lambda: mqtt.state, true=lambda state: state.waiting + state.dropped == 500)
    assert state.waiting == 100


def passwords(folder: Path) -> tuple[str, ...]:
    file = folder / "passwords"
    file.touch(mode=0o600)
    subprocess.run(["mosquitto_passwd", "-b", str(file), "rollcall", "s3cret-word"], check=True)
    return ("allow_anonymous false", f"password_file {file}", "user root")


def test_a_password_lets_in_and_a_wrong_one_is_told_without_being_shown(tmp_path, caplog):
    with Broker(tmp_path, passwords(tmp_path)).running() as broker:
        with running(broker.port, user="rollcall", password="s3cret-word") as mqtt:
            until(lambda: mqtt.state.well)
        with running(broker.port, user="rollcall", password="wr0ng-word") as mqtt:
            words = until(lambda: mqtt.state.words, true=lambda words: "refuses us" in words)
            assert "Not authorized" in words
            assert not mqtt.state.well
    assert "wr0ng-word" not in words + caplog.text


def certificates(folder: Path) -> tuple[str, ...]:
    """Make a certificate for 127.0.0.1 that signs itself; return the broker's lines."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subprocess.run([*make, *subject, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return ("allow_anonymous true", f"certfile {certificate}", f"keyfile {key}", "user root")


def test_the_connection_is_encrypted_and_the_certificate_checked(tmp_path):
    with Broker(tmp_path, certificates(tmp_path)).running() as broker:
        with running(broker.port, tls="verify", ca=str(tmp_path / "certificate.pem")) as mqtt:
            until(lambda: mqtt.state.well)
        with running(broker.port, tls="accept") as mqtt:
            until(lambda: mqtt.state.well)
        with running(broker.port, tls="verify") as mqtt:
            until(lambda: mqtt.state.words, true=lambda words: "certificate verify failed" in words)


def test_a_trial_disturbs_no_running_program(broker, listener):
    with running(broker.port, client_id="house") as mqtt:
        until(lambda: mqtt.state.well)
        settings = MqttSettings(host="127.0.0.1", port=broker.port, client_id="house")
        state = try_mqtt(settings, alert())
        assert str(state) == f"mqtt: 127.0.0.1:{broker.port} took rollcall/test"
        listener.wait(lambda heard: "rollcall/test" in heard.kept)
        assert mqtt.state.well
    closed = free_port()
    state = try_mqtt(MqttSettings(host="127.0.0.1", port=closed), alert())
    assert str(state) == f"mqtt: 127.0.0.1:{closed} cannot be reached: Connection refused"
