"""Everything that the broker is to keep: cameras, people, their devices and newest faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rollcall.capture import StreamStatus
from rollcall.config import MqttSettings
from rollcall.model import Sighting
from rollcall.outputs.message import snapshot_jpeg
from rollcall.outputs.mqtt.discovery import camera_device, person_device
from rollcall.outputs.mqtt.states import camera_state, person_state
from rollcall.outputs.mqtt.topics import Topics
from rollcall.outputs.mqtt.whereabouts import LastSeen, Whereabouts
from rollcall.service import Event, EventKind

__all__ = ["House"]


@dataclass(frozen=True, slots=True)
class _Face:
    """The newest face of a camera."""

    person: str | None
    jpeg: bytes


class House:
    """Cameras and people as MQTT shows them; serves one thread."""

    def __init__(
        self, settings: MqttSettings, topics: Topics, last_seen: Callable[[str], LastSeen | None] = lambda _: None
    ) -> None:
        """``last_seen``: when a person was seen before this program was started."""
        self._settings = settings
        self._topics = topics
        self._last_seen = last_seen
        self._whereabouts = Whereabouts()
        self._faces: dict[str, _Face] = {}
        self._people: Mapping[str, str] = {}
        self._devices: dict[str, bytes] = {}
        self._described: object = None

    def take(self, event: Event) -> None:
        """Take in an event."""
        self._whereabouts.take(event)
        # Who leaves is not the newest any more.
        if self._settings.snapshots and event.kind in (EventKind.APPEARED, EventKind.NAMED):
            self._show(event.sighting)

    def set_people(self, people: Mapping[str, str]) -> None:
        """Take in everybody of the gallery: name by id."""
        if not self._settings.people:
            return
        for person in self._people.keys() - people.keys():
            self._whereabouts.forget(person)
            # The face of somebody who was removed, or erased, is not to be kept by a broker.
            self._faces = {camera: face for camera, face in self._faces.items() if face.person != person}
        for person in people.keys() - self._people.keys():
            last = self._last_seen(person)
            if last is not None:
                self._whereabouts.remember(person, last)
        self._people = people

    def messages(self, cameras: Sequence[tuple[str, StreamStatus]]) -> Mapping[str, bytes]:
        """Return every topic that the broker is to keep a message under, with that message."""
        topics, whereabouts = self._topics, self._whereabouts
        states = {topics.camera(name): camera_state(name, status, whereabouts.at(name)) for name, status in cameras}
        states |= {
            topics.person(person): person_state(person, name, whereabouts) for person, name in self._people.items()
        }
        names = [name for name, _ in cameras]
        faces = {topics.snapshot(name): self._faces[name].jpeg for name in names if name in self._faces}
        return self._devices_of(names) | states | faces

    def _show(self, seen: Sighting) -> None:
        jpeg = snapshot_jpeg(seen.snapshot)
        if jpeg is not None:
            self._faces[seen.camera] = _Face(seen.person, jpeg)

    def _devices_of(self, cameras: Sequence[str]) -> dict[str, bytes]:
        if self._topics.discovery is None:
            return {}
        described = (tuple(cameras), self._people)
        if self._described != described:
            self._described = described
            self._devices = self._describe(cameras)
        return self._devices

    def _describe(self, cameras: Sequence[str]) -> dict[str, bytes]:
        topics, with_snapshot = self._topics, self._settings.snapshots
        return {
            topics.device("camera", name): camera_device(topics, name, with_snapshot=with_snapshot) for name in cameras
        } | {
            topics.device("person", person): person_device(topics, person, name)
            for person, name in self._people.items()
        }
