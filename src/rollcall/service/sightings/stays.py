"""The stays before one camera as sightings: begun, named, bettered, joined and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rollcall.config import IdentitySettings
from rollcall.identity import (
    Decision,
    Gallery,
    Likeness,
    Presence,
    Reason,
    State,
    Stay,
    StayChange,
    StayEvent,
    Strangers,
)
from rollcall.identity.template import Template
from rollcall.model import Box, Frame, Image, Sighting
from rollcall.service.analysis.scene import Scene
from rollcall.service.sightings.events import EventKind
from rollcall.service.sightings.record import Record
from rollcall.service.sightings.recorder import Recorder

__all__ = ["Stays"]

_SAVE_SECONDS = 10.0
"""How often a lasting stay is written down, so that a power cut costs no more than that of it."""
_FIRST_SAVE_SECONDS = 3.0
"""The same at the begin of a stay, so that a stranger has a number while he is still there."""
_MORE = 1.1
"""By how much more evidence somebody unknown is worth being told apart from others once more."""
_PATIENCE_SECONDS = 3.0
"""How long it may stay open whether somebody is to be ignored; then listeners hear of it."""
_PAUSE_SECONDS = 2.0
"""A wait for a frame takes half a second; more is a pause of ours, as of a sleeping computer."""
_MARGIN = 0.5
"""Room around the face in a snapshot, in face sizes, so that hair and shoulders are on it."""

_UNKNOWN = (Reason.BELOW_THRESHOLD, Reason.EMPTY_GALLERY)
"""Why somebody is a stranger; who looks like people of the gallery is one of them, though not sure whom."""
_KINDS = {
    StayEvent.ENTERED: EventKind.APPEARED,
    StayEvent.NAMED: EventKind.NAMED,
    StayEvent.JOINED: EventKind.JOINED,
    StayEvent.LEFT: EventKind.LEFT,
}


@dataclass(slots=True)
class _Kept:
    """What was written down of a stay, and told."""

    entered: float
    saved: float
    snapshot: Image | None = None
    evidence: float = 0.0
    """Of the likeness by which somebody unknown was told apart last."""
    told: bool = False
    """Whether listeners heard that somebody appeared."""


class Stays:
    """Turns what ``Presence`` says of one camera into records; serves one thread."""

    def __init__(
        self,
        camera: str,
        presence: Presence,
        recorder: Recorder,
        template: Callable[[int], Template | None],
        strangers: Strangers,
        gallery: Gallery,
    ) -> None:
        """``template``: what a track looks like, by its number, as ``Recognizer`` has it."""
        self._camera = camera
        self._presence = presence
        self._recorder = recorder
        self._template = template
        self._strangers = strangers
        self._gallery = gallery
        self._kept: dict[int, _Kept] = {}

    def follow(self, frame: Frame, scene: Scene) -> None:
        """Take in one analysed frame."""
        tracks = [seen.track for seen in scene.people]
        decisions = [seen.decision for seen in scene.people]
        for change in self._presence.follow(frame.time, tracks, decisions, scene.joined):
            if change.event in (StayEvent.ENTERED, StayEvent.BETTER_FACE):
                self._keep_snapshot(change.stay, frame, scene)
            self._note(change, frame.time)
        self._look_at_lasting(frame.time)

    def adjust(self, settings: IdentitySettings) -> None:
        """Let people enter and leave by ``settings`` from the next frame on; any thread may say so."""
        self._presence.adjust(settings)

    def wait(self, time: float, waited: float = 0.0) -> None:
        """Let time pass without a frame, for which was ``waited`` in seconds: people leave although nothing is seen.

        Nobody leaves for a pause of ours: what the camera sent meanwhile is still to be read, and may show them.
        """
        if waited > _PAUSE_SECONDS:
            return
        for change in self._presence.wait(time):
            self._note(change, time)

    def end(self) -> None:
        """End every stay, since nobody watches any more."""
        for change in self._presence.end():
            self._note(change, change.stay.end)

    def _note(self, change: StayChange, time: float) -> None:
        stay, kind = change.stay, _KINDS.get(change.event)
        if kind is None:
            return
        kept = self._kept[stay.number]
        just_told = not kept.told and self._may_be_told(stay, kind, time)
        if just_told:
            kept.told = True
            self._record(stay, EventKind.APPEARED)
        if not just_told or kind is EventKind.LEFT:
            self._record(stay, kind, change.into)
        if kind in (EventKind.LEFT, EventKind.JOINED):
            del self._kept[stay.number]

    def _may_be_told(self, stay: Stay, kind: EventKind, time: float) -> bool:
        """Return whether listeners may hear of a stay: it is not, or not any more, somebody to be ignored."""
        if stay.decision.ignored or kind is EventKind.JOINED:
            return False
        unsure = self._strangers.ignores_anybody and stay.decision.state is State.GATHERING
        patient = _is_within(time - self._kept[stay.number].entered, _PATIENCE_SECONDS)
        return kind is EventKind.LEFT or not (unsure and patient)

    def _keep_snapshot(self, stay: Stay, frame: Frame, scene: Scene) -> None:
        # A stay may enter with its best face some frames back; those pixels are gone, the newest face is there.
        faces = {seen.track.number: seen.track.face for seen in scene.people}
        box = faces.get(stay.newest_track, stay.face).box
        kept = self._kept.setdefault(stay.number, _Kept(frame.time, frame.time))
        kept.snapshot = _cut(frame.image, box)

    def _look_at_lasting(self, time: float) -> None:
        for stay in self._presence.stays:
            kept = self._kept[stay.number]
            if not kept.told and self._may_be_told(stay, EventKind.APPEARED, time):
                kept.told = True
                self._record(stay, EventKind.APPEARED)
            pause = _FIRST_SAVE_SECONDS if kept.saved == kept.entered else _SAVE_SECONDS
            if not _is_within(time - kept.saved, pause):
                kept.saved = time
                self._record(stay, None)

    def _record(self, stay: Stay, kind: EventKind | None, into: int | None = None) -> None:
        kept, likeness = self._kept[stay.number], self._likeness(stay)
        more = likeness is not None and (kind is EventKind.LEFT or likeness.evidence > _MORE * kept.evidence)
        unknown = more and stay.decision.reason in _UNKNOWN and stay.decision.state is State.UNKNOWN
        if likeness is not None and unknown:
            kept.evidence = likeness.evidence
        key, goes_on = (self._camera, stay.number), None if into is None else (self._camera, into)
        record = Record(key, self._sighting(stay), kind, kept.told, likeness, unknown, goes_on)
        self._recorder.record(record)

    def _likeness(self, stay: Stay) -> Likeness | None:
        template = self._template(stay.newest_track)
        return None if template is None else Likeness(template.vector, template.evidence)

    def _reason(self, decision: Decision) -> str:
        """Return the words of a decision, unless they may name somebody who was erased since."""
        there = all(self._gallery.person(person) is not None for person in decision.mentioned)
        return decision.words if there else ""

    def _sighting(self, stay: Stay) -> Sighting:
        return Sighting(
            self._camera,
            stay.track,
            stay.start,
            stay.end,
            person=stay.person,
            name=stay.name,
            score=stay.score if stay.person is not None else stay.decision.score,
            reason=self._reason(stay.decision),
            stranger=stay.decision.stranger,
            snapshot=self._kept[stay.number].snapshot,
        )


def _is_within(elapsed: float, seconds: float) -> bool:
    """Return whether so little time has passed; where the clock was set back, nobody knows how much has."""
    return 0 <= elapsed <= seconds


def _cut(image: Image, box: Box) -> Image | None:
    """Return a copy of the face in ``box`` with room around it, as far as the picture reaches."""
    margin = _MARGIN * max(float(box[2] - box[0]), float(box[3] - box[1]))
    left, top = np.maximum(np.floor(box[:2] - margin), 0).astype(int)
    right, bottom = np.ceil(box[2:] + margin).astype(int)
    face = image[top:bottom, left:right]
    return face.copy() if face.size else None
