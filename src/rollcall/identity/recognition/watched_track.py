"""What is remembered of one track, from its first face to the time it is forgotten."""

from __future__ import annotations

import numpy as np

from rollcall.config.identity import IdentitySettings
from rollcall.identity.decision import Decision
from rollcall.identity.metric import Metric
from rollcall.identity.recognition.embedding_plan import EmbeddingPlan
from rollcall.identity.recognition.evidence import Interruption, TrackEvidence
from rollcall.model import Face

__all__ = ["WatchedTrack"]

_AWAY_SECONDS = 2.0
"""Who was not found for this long may have left, and somebody else be taken for them; detectors miss faces for less."""
_NEVER = -1
"""Before every revision."""


class WatchedTrack:
    """Its plan, its evidence, and the answers that hold until something changes."""

    def __init__(self, time: float, metric: Metric, settings: IdentitySettings, threshold: float) -> None:
        """``threshold``: the closeness from which two faces are one person's."""
        self.plan = EmbeddingPlan(settings, time)
        self.evidence = TrackEvidence(metric, threshold)
        self.last_seen = time
        self.fresh = False
        """Whether its newest face was embedded."""
        self.decision: Decision | None = None
        """As it is without regard to other tracks."""
        self.revision = _NEVER
        """Of the gallery at that decision."""
        self.stranger: int | None = None
        self.asked = _NEVER
        """Revision of the strangers when they were last asked about the newest face."""

    def see(self, time: float, face: Face) -> None:
        """Take the face of one picture."""
        if time - self.last_seen > _AWAY_SECONDS:
            self.evidence.distrust(Interruption.ABSENCE)
            self.plan.return_at(time)
        self.last_seen = time
        # A vector that is no number would spoil the track's template for good.
        self.fresh = face.embedding is not None and bool(np.isfinite(face.embedding).all())
        if self.fresh:
            self.plan.record(time)
            self.ask_strangers_anew()
            self.evidence.add(time, face)

    def join(self, newer: WatchedTrack) -> None:
        """Take what a newer track collected, which turned out to be this one."""
        if newer.last_seen - self.last_seen > _AWAY_SECONDS:
            self.evidence.resume(newer.evidence)
            self.plan.return_at(newer.last_seen)
        else:
            self.evidence.take_over(newer.evidence)
        self.last_seen = newer.last_seen
        self.ask_gallery_anew()

    def ask_gallery_anew(self) -> None:
        """Let the next decision ask the gallery, whether there is a new face or not; a name goes on being held."""
        self.revision = _NEVER

    def ask_strangers_anew(self) -> None:
        """Let the next decision ask the strangers."""
        self.stranger, self.asked = None, _NEVER
