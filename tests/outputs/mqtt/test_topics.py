from __future__ import annotations

import json
import re

from hypothesis import example, given
from hypothesis import strategies as st

from rollcall.outputs.mqtt.discovery import camera_device, person_device
from rollcall.outputs.mqtt.topics import Topics, is_prefix, key

TOPICS = Topics("home/rollcall", "homeassistant")


@given(st.text(min_size=1, max_size=300))
def test_whatever_a_camera_is_called_its_topics_are_safe(name):
    for topic in (TOPICS.camera(name), TOPICS.snapshot(name), TOPICS.alert(name), TOPICS.device("camera", name)):
        assert re.fullmatch(r"[A-Za-z0-9_/-]+", topic)
        assert len(topic) < 200


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_different_names_have_different_topics(names):
    assert key(names[0]) != key(names[1])


def test_what_can_be_read_stays_as_it_is():
    assert TOPICS.camera("front_door-2") == "home/rollcall/camera/front_door-2/state"
    device = Topics("rollcall", "homeassistant").device("person", "ab" * 16)
    assert device == f"homeassistant/device/rollcall/person_{'ab' * 16}/config"


def unique_ids(prefix, kind, name):
    """Return those that Home Assistant tells the entities of one device by, and the device's own."""
    topics = Topics(prefix, "homeassistant")
    if kind == "camera":
        device = json.loads(camera_device(topics, name, with_snapshot=True))
    else:
        device = json.loads(person_device(topics, name, "Ada"))
    return {*device["device"]["identifiers"], *(part["unique_id"] for part in device["components"].values())}


PARTS = st.sampled_from(["a", "b", "_", "-", "/", ".", "camera", "person", "_camera_", "_state", "현관", "📷"])
NAMES = st.lists(PARTS, max_size=4).map("".join)
DEVICES = st.tuples(NAMES.filter(is_prefix), st.sampled_from(["camera", "person"]), NAMES)


@given(st.lists(DEVICES, min_size=2, max_size=2, unique=True))
@example([("a/b", "camera", "x"), ("a_b", "camera", "x")])
@example([("a", "camera", "cam/1"), ("a", "camera", "cam_1")])
@example([("a", "camera", "현관"), ("a", "camera", "📷")])
@example([("a", "camera", "b_camera_c"), ("a_camera_b", "camera", "c")])
@example([("a", "camera", "person_c"), ("a_camera", "person", "c")])
def test_no_two_entities_of_programs_at_one_broker_have_one_id(devices):
    one, other = (unique_ids(*device) for device in devices)
    assert not one & other
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", unique_id) for unique_id in one | other)
