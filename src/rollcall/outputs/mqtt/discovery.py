"""Devices for Home Assistant, by its MQTT discovery.

One message a device ("device discovery", Home Assistant 2024.11 and later): https://www.home-assistant.io/integrations/mqtt/
An empty message under the same topic removes the device and its entities.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rollcall import __version__
from rollcall.outputs.mqtt.topics import Topics, key

__all__ = ["camera_device", "person_device"]

_Components = Mapping[str, Mapping[str, Any]]


def camera_device(topics: Topics, camera: str, *, with_snapshot: bool) -> bytes:
    """Return a camera: whether it is online, its state in words, how many people are before it, the newest face."""
    state = {"state_topic": topics.camera(camera)}
    components: dict[str, Mapping[str, Any]] = {
        "online": state
        | {
            "platform": "binary_sensor",
            "name": "Online",
            "device_class": "connectivity",
            "entity_category": "diagnostic",
            "value_template": "{{ 'ON' if value_json.online else 'OFF' }}",
        },
        "state": state
        | {
            "platform": "sensor",
            "name": "State",
            "entity_category": "diagnostic",
            "value_template": "{{ value_json.state }}",
            "json_attributes_topic": topics.camera(camera),
        },
        "persons": state
        | {
            "platform": "sensor",
            "name": "People",
            "icon": "mdi:account-group",
            "state_class": "measurement",
            "value_template": "{{ value_json.persons }}",
        },
    }
    if with_snapshot:
        components["face"] = {"platform": "image", "name": "Newest face", "image_topic": topics.snapshot(camera)}
    return _device(topics, f"camera_{key(camera)}", camera, "Camera", components)


def person_device(topics: Topics, person: str, name: str) -> bytes:
    """Return a person: whether present, when last seen, and before which camera."""
    state = {"state_topic": topics.person(person)}
    components = {
        "presence": state
        | {
            "platform": "binary_sensor",
            "name": "Presence",
            "device_class": "presence",
            "value_template": "{{ 'ON' if value_json.present else 'OFF' }}",
            "json_attributes_topic": topics.person(person),
        },
        "last_seen": state
        | {
            "platform": "sensor",
            "name": "Last seen",
            "device_class": "timestamp",
            "value_template": "{{ value_json.last_seen }}",
        },
        "camera": state
        | {
            "platform": "sensor",
            "name": "Last camera",
            "icon": "mdi:cctv",
            "value_template": "{{ value_json.last_camera }}",
        },
    }
    return _device(topics, f"person_{key(person)}", name, "Person", components)


def _device(topics: Topics, own: str, name: str, model: str, components: _Components) -> bytes:
    identifier = f"{topics.node}_{own}"
    return json.dumps(
        {
            "device": {
                "identifiers": [identifier],
                "name": name,
                "manufacturer": "Rollcall",
                "model": model,
                "sw_version": __version__,
            },
            "origin": {"name": "Rollcall", "sw_version": __version__},
            "availability": [{"topic": topics.status}],
            "components": {
                part: {**component, "unique_id": f"{identifier}_{part}"} for part, component in components.items()
            },
        },
        ensure_ascii=False,
    ).encode()
