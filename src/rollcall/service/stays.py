"""The stays before one camera as sightings: begun, named, bettered, joined and ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rollcall.identity import Presence, Stay, StayChange, StayEvent
from rollcall.model import Box, Frame, Image, Sighting
from rollcall.service.events import EventKind
from rollcall.service.recorder import Recorder
from rollcall.service.scene import Scene

__all__ = ["Stays"]

_SAVE_SECONDS = 10.0
"""How often a lasting stay is written down, so that a power cut costs no more than that of it."""
_MARGIN = 0.5
"""Room around the face in a snapshot, in face sizes, so that hair and shoulders are on it."""

_KINDS = {
    StayEvent.ENTERED: EventKind.APPEARED,
    StayEvent.NAMED: EventKind.NAMED,
    StayEvent.JOINED: EventKind.JOINED,
    StayEvent.LEFT: EventKind.LEFT,
}


@dataclass(slots=True)
class _Kept:
    """What was written down of a stay."""

    snapshot: Image | None
    saved: float


class Stays:
    """Turns what ``Presence`` says of one camera into records; serves one thread."""

    def __init__(self, camera: str, presence: Presence, recorder: Recorder) -> None:
        self._camera = camera
        self._presence = presence
        self._recorder = recorder
        self._kept: dict[int, _Kept] = {}

    def follow(self, frame: Frame, scene: Scene) -> None:
        """Take in one analysed frame."""
        tracks = [seen.track for seen in scene.people]
        decisions = [seen.decision for seen in scene.people]
        for change in self._presence.follow(frame.time, tracks, decisions, scene.joined):
            if change.event in (StayEvent.ENTERED, StayEvent.BETTER_FACE):
                self._keep_snapshot(change.stay, frame, scene)
            self._tell(change)
        self._save_lasting(frame.time)

    def wait(self, time: float) -> None:
        """Let time pass without a frame: people leave although nothing is seen."""
        for change in self._presence.wait(time):
            self._tell(change)

    def end(self) -> None:
        """End every stay, since nobody watches any more."""
        for change in self._presence.end():
            self._tell(change)

    def _tell(self, change: StayChange) -> None:
        stay, kind = change.stay, _KINDS.get(change.event)
        if kind is not None:
            self._recorder.record((self._camera, stay.number), self._sighting(stay), kind)
        if change.event in (StayEvent.LEFT, StayEvent.JOINED):
            self._kept.pop(stay.number, None)

    def _keep_snapshot(self, stay: Stay, frame: Frame, scene: Scene) -> None:
        # A stay may enter with its best face some frames back; those pixels are gone, the newest face is there.
        box = next((seen.track.face.box for seen in scene.people if seen.track.number == stay.track), stay.face.box)
        self._kept[stay.number] = _Kept(_cut(frame.image, box), frame.time)

    def _save_lasting(self, time: float) -> None:
        for stay in self._presence.stays:
            kept = self._kept.get(stay.number)
            if kept is not None and time - kept.saved > _SAVE_SECONDS:
                kept.saved = time
                self._recorder.record((self._camera, stay.number), self._sighting(stay))

    def _sighting(self, stay: Stay) -> Sighting:
        kept = self._kept.get(stay.number)
        return Sighting(
            self._camera,
            stay.track,
            stay.start,
            stay.end,
            person=stay.person,
            name=stay.name,
            score=stay.score if stay.person is not None else stay.decision.score,
            reason=stay.decision.words,
            snapshot=kept.snapshot if kept else None,
        )


def _cut(image: Image, box: Box) -> Image | None:
    """Return a copy of the face in ``box`` with room around it, as far as the picture reaches."""
    margin = _MARGIN * max(float(box[2] - box[0]), float(box[3] - box[1]))
    left, top = np.maximum(np.floor(box[:2] - margin), 0).astype(int)
    right, bottom = np.ceil(box[2:] + margin).astype(int)
    face = image[top:bottom, left:right]
    return face.copy() if face.size else None
