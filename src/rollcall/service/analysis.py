"""One frame to one scene: detection, tracking, embedding, decision. No thread and no clock."""

from __future__ import annotations

from dataclasses import replace

from rollcall.identity import Recognizer
from rollcall.model import Face, Frame
from rollcall.service.masks import unmasked
from rollcall.service.scene import Scene, SeenPerson
from rollcall.store import Mask
from rollcall.tracking import Proposal, Tracker
from rollcall.vision import ModelPack

__all__ = ["Analysis"]


class Analysis:
    """The stages of one camera in their order. Remembers its tracks, so it serves one camera and one thread."""

    def __init__(self, pack: ModelPack, tracker: Tracker, recognizer: Recognizer, masks: tuple[Mask, ...] = ()) -> None:
        """``masks``: where nobody is looked for."""
        self._masks = masks
        self._pack = pack
        self._tracker = tracker
        self._recognizer = recognizer

    def ignore(self, masks: tuple[Mask, ...]) -> None:
        """Look for nobody within ``masks`` from the next frame on; any thread may say so."""
        self._masks = masks

    def analyse(self, frame: Frame) -> Scene:
        """Return who is in ``frame``; frames must come in the order of their ``pts``."""
        height, width = frame.image.shape[:2]
        faces = unmasked(self._pack.detector.detect(frame.image), self._masks, (width, height))
        faces = self._embed_wanted(frame, faces, self._tracker.propose(frame.pts, faces))
        tracks = self._tracker.update(frame.pts, faces)
        joined = self._tracker.joined
        decisions = self._recognizer.decide(frame.pts, tracks, joined)
        for decision in decisions:
            if decision.contradicted:
                self._tracker.split(decision.track)
        people = tuple(SeenPerson(track, decision) for track, decision in zip(tracks, decisions, strict=True))
        return Scene(frame.camera, frame.sequence, frame.pts, frame.time, (width, height), people, joined)

    def _embed_wanted(self, frame: Frame, faces: tuple[Face, ...], proposals: tuple[Proposal, ...]) -> tuple[Face, ...]:
        wanted = self._recognizer.wants(frame.pts, proposals, faces)
        chosen = tuple(face for face, wants in zip(faces, wanted, strict=True) if wants)
        embedded = iter(self._pack.embedder.embed(frame.image, chosen) if chosen else ())
        return tuple(
            replace(face, embedding=next(embedded).embedding) if wants else face
            for face, wants in zip(faces, wanted, strict=True)
        )
