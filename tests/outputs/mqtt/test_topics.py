from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from rollcall.outputs.mqtt.topics import Topics, key

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
    assert TOPICS.device("person", "ab" * 16) == f"homeassistant/device/home_rollcall/person_{'ab' * 16}/config"
