"""One frame to one scene: detection, tracking, embedding, decision. No thread, and a clock for its own cost alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from rollcall.config import IdentitySettings
from rollcall.identity import Recognizer
from rollcall.model import Face, Frame
from rollcall.service.analysis.masks import unmasked
from rollcall.service.analysis.scene import Scene, SeenPerson
from rollcall.service.analysis.work import Stage, Stopwatch, Work
from rollcall.store import Mask
from rollcall.tracking import Tracker
from rollcall.vision import ModelPack

__all__ = ["Analysis"]


class Analysis:
    """The stages of one camera in their order. Remembers its tracks, so it serves one camera and one thread."""

    def __init__(
        self,
        pack: ModelPack,
        tracker: Tracker,
        recognizer: Recognizer,
        masks: tuple[Mask, ...] = (),
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``masks``: where nobody is looked for. ``clock``: by which the stages are timed; it decides nothing."""
        self._masks = masks
        self._pack = pack
        self._tracker = tracker
        self._recognizer = recognizer
        self._clock = clock

    def ignore(self, masks: tuple[Mask, ...]) -> None:
        """Look for nobody within ``masks`` from the next frame on; any thread may say so."""
        self._masks = masks

    def follow(self, settings: IdentitySettings) -> None:
        """Decide by ``settings`` from the next frame on; any thread may say so."""
        self._recognizer.follow(settings)

    def analyse(self, frame: Frame) -> Scene:
        """Return who is in ``frame``; frames must come in the order of their ``pts``."""
        watch = Stopwatch(self._clock)
        height, width = frame.image.shape[:2]
        faces = unmasked(self._pack.detector.detect(frame.image), self._masks, (width, height))
        watch.lap(Stage.DETECT)
        proposals = self._tracker.propose(frame.pts, faces)
        watch.lap(Stage.TRACK)
        wanted = self._recognizer.wants(frame.pts, proposals, faces)
        watch.lap(Stage.DECIDE)
        faces = self._embed(frame, faces, wanted)
        watch.lap(Stage.EMBED)
        tracks = self._tracker.update(frame.pts, faces)
        joined = self._tracker.joined
        watch.lap(Stage.TRACK)
        decisions = self._recognizer.decide(frame.pts, tracks, joined)
        for decision in decisions:
            if decision.contradicted:
                self._tracker.split(decision.track)
        watch.lap(Stage.DECIDE)
        people = tuple(SeenPerson(track, decision) for track, decision in zip(tracks, decisions, strict=True))
        work = Work(watch.seconds, sum(wanted))
        return Scene(frame.camera, frame.sequence, frame.pts, frame.time, (width, height), people, joined, work)

    def _embed(self, frame: Frame, faces: tuple[Face, ...], wanted: tuple[bool, ...]) -> tuple[Face, ...]:
        chosen = tuple(face for face, wants in zip(faces, wanted, strict=True) if wants)
        embedded = iter(self._pack.embedder.embed(frame.image, chosen) if chosen else ())
        return tuple(
            replace(face, embedding=next(embedded).embedding) if wants else face
            for face, wants in zip(faces, wanted, strict=True)
        )
