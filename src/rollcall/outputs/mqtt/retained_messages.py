"""Everything that the broker is to keep: cameras, people, their devices and newest faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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

__all__ = ["RetainedMessages"]


@dataclass(frozen=True, slots=True)
class _Face:
    """The newest face of a camera."""

    sighting: int
    person: str | None
    jpeg: bytes


class RetainedMessages:
    """Cameras and people as the broker is to keep them; serves one thread."""

    def __init__(
        self,
        settings: MqttSettings,
        topics: Topics,
        last_seen: Callable[[str], LastSeen | None],
        has_picture: Callable[[int], bool],
    ) -> None:
        """``last_seen``: of a person, before this program was started; ``has_picture``: whether a sighting has."""
        self._settings = settings
        self._topics = topics
        self._last_seen = last_seen
        self._has_picture = has_picture
        self._whereabouts = Whereabouts()
        self._faces: dict[str, _Face] = {}
        self._people: Mapping[str, str] = {}
        self._people_messages: Mapping[str, bytes] | None = None

    def take(self, event: Event) -> None:
        """Take in an event."""
        self._whereabouts.take(event)
        self._people_messages = None
        # Who leaves is not the newest any more.
        if self._settings.snapshots and event.kind in (EventKind.APPEARED, EventKind.NAMED):
            self._show(event.sighting)

    def set_people(self, people: Mapping[str, str]) -> None:
        """Take in everybody of the gallery: name by id."""
        if people == self._people:
            return
        for person in self._people.keys() - people.keys():
            self._whereabouts.forget(person)
            # The face of somebody who was removed, or erased, is not to be kept by a broker.
            self._faces = {camera: face for camera, face in self._faces.items() if face.person != person}
        for person in people.keys() - self._people.keys():
            last = self._last_seen(person)
            if last is not None:
                self._whereabouts.remember(person, last)
        self._people, self._people_messages = people, None

    def forget_erased(self) -> None:
        """Show no face whose sighting has no picture any more, as after an erasure."""
        self._faces = {camera: face for camera, face in self._faces.items() if self._has_picture(face.sighting)}

    def messages(self, cameras: Sequence[tuple[str, StreamStatus]]) -> Mapping[str, bytes]:
        """Return every topic that the broker is to keep a message under, with that message."""
        # Thousands of people change less often than they are asked for.
        if self._people_messages is None:
            self._people_messages = dict(self._tell_people()) if self._settings.people else {}
        return {**dict(self._tell_discovery()), **dict(self._tell_cameras(cameras)), **self._people_messages}

    def _tell_discovery(self) -> Iterator[tuple[str, bytes]]:
        if self._topics.discovery is not None:
            yield self._topics.announced, self._topics.discovery.encode()

    def _tell_cameras(self, cameras: Sequence[tuple[str, StreamStatus]]) -> Iterator[tuple[str, bytes]]:
        topics = self._topics
        for name, status in cameras:
            if topics.discovery is not None:
                with_snapshot = self._settings.snapshots
                yield topics.device("camera", name), camera_device(topics, name, with_snapshot=with_snapshot)
            yield topics.camera(name), camera_state(name, status, self._whereabouts.at(name), self._people)
            if name in self._faces:
                yield topics.snapshot(name), self._faces[name].jpeg

    def _tell_people(self) -> Iterator[tuple[str, bytes]]:
        topics = self._topics
        for person, name in self._people.items():
            if topics.discovery is not None:
                yield topics.device("person", person), person_device(topics, person, name)
            yield topics.person(person), person_state(person, name, self._whereabouts)

    def _show(self, seen: Sighting) -> None:
        # A broker is to keep no face that the store does not: who was erased may still be before the camera.
        if seen.snapshot is None or seen.id is None or not self._has_picture(seen.id):
            return
        jpeg = snapshot_jpeg(seen.snapshot)
        if jpeg is not None:
            self._faces[seen.camera] = _Face(seen.id, seen.person, jpeg)
