"""What stands under the topics of cameras and people, and what is told of an event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rollcall.capture import StreamState, StreamStatus
from rollcall.model import Sighting
from rollcall.outputs.mqtt.whereabouts import Whereabouts
from rollcall.service import Event

__all__ = ["camera_state", "event_message", "person_state"]


def camera_state(name: str, status: StreamStatus, present: tuple[Sighting, ...], people: Mapping[str, str]) -> bytes:
    """Return how a camera is and who is before it; ``people``: name by id, as they are called now."""
    return _json(
        name=name,
        online=status.state is StreamState.LIVE,
        state=str(status.state),
        reason=status.reason,
        persons=len(present),
        # Not as the stay has it: the broker is to keep no name of somebody renamed or erased meanwhile.
        people=sorted({people[stay.person] for stay in present if stay.person is not None and stay.person in people}),
    )


def person_state(person: str, name: str, whereabouts: Whereabouts) -> bytes:
    """Return where a person is, and when and where this person was last seen."""
    cameras, last = whereabouts.cameras_of(person), whereabouts.last_seen(person)
    return _json(
        id=person,
        name=name,
        present=bool(cameras),
        cameras=cameras,
        last_seen=None if last is None else _time(last.time),
        last_camera=None if last is None else last.camera,
    )


def event_message(event: Event) -> bytes:
    """Return an event."""
    seen = event.sighting
    return _json(
        kind=str(event.kind),
        time=_time(seen.end),
        camera=seen.camera,
        person=None if seen.person is None else {"id": seen.person, "name": seen.name},
        stranger=seen.stranger,
        sighting=seen.id,
        start=_time(seen.start),
        score=None if seen.score is None else float(seen.score),
        reason=seen.reason,
    )


def _time(unix: float) -> str:
    return datetime.fromtimestamp(unix, UTC).isoformat(timespec="milliseconds")


def _json(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
