"""The evidence of one track: its template, and the suspicion that it has become somebody else's."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from rollcall.identity.face_weight import weigh
from rollcall.identity.metric import Metric
from rollcall.identity.template import Sample, Template
from rollcall.model import Embedding, Face

__all__ = ["Interruption", "TrackEvidence"]

_SOMEBODY_ELSE = 0.25
"""This far below the naming threshold a face is hardly the same person's: faces of one stay lie far above it."""
_SOLID = 0.6
"""A face that weighs less than this share of the best one may look unlike it for its poorness alone."""


class Interruption(StrEnum):
    """What lies between the faces of a track, so that those after it may be somebody else's."""

    CUT = "cut"
    """The picture is of another scene."""
    ABSENCE = "absence"


class TrackEvidence:
    """Collects the faces of one track.

    A single face unlike the others is set aside: one bad frame changes nothing. When the next one agrees with it, the
    track has become somebody else's; what was known stays with the one it is known of, who may come back, which a
    face like the others must tell. After a cut, or an absence, a face that is neither like nor unlike the others waits
    for the next one too.
    """

    def __init__(self, metric: Metric, threshold: float) -> None:
        """``threshold``: the closeness from which two faces are one person's."""
        self._metric = metric
        self._threshold = threshold
        self._suspect: Sample | None = None
        self.template = Template(metric)
        self.contradicted = False
        """Whether the newest faces are of somebody else."""
        self.unconfirmed_since: Interruption | None = None
        """After what a face like the others is still waited for; None where the newest faces are."""

    @property
    def suspicious(self) -> bool:
        """Whether the next face should be looked at: the newest was strange, or none confirmed the track yet."""
        return self._suspect is not None or self.unconfirmed_since is not None

    def distrust(self, interruption: Interruption) -> None:
        """Ask of the next faces to be like the others, with no benefit of doubt: they may be somebody else's."""
        self.unconfirmed_since = interruption if len(self.template) else None

    def add(self, time: float, face: Face) -> None:
        """Take one embedded face."""
        assert face.embedding is not None  # noqa: S101 - a mistake of ours
        self._take(Sample(time, self._metric.prepare(face.embedding), weigh(face)))

    def resume(self, other: TrackEvidence) -> None:
        """Go on after an absence with the faces of another track that looks like the same person: each must be so."""
        self.distrust(Interruption.ABSENCE)
        for sample in other.template.samples:
            self._take(sample)

    def _take(self, sample: Sample) -> None:
        if self._is_strange(sample):
            agreed = self._suspect is not None and self._agrees(self._suspect, sample)
            foreign = self.unconfirmed_since is not None and self._is_unlike(sample)
            self.contradicted = self.contradicted or agreed or foreign
            self._suspect = sample
            if self.contradicted:
                self.unconfirmed_since = None
        else:
            self._suspect, self.contradicted, self.unconfirmed_since = None, False, None
            self.template.add(sample)

    def take_over(self, other: TrackEvidence) -> None:
        """Take the faces of another track that turned out to be of the same person."""
        merged = sorted((*self.template.samples, *other.template.samples), key=lambda sample: sample.time)
        self.template = Template(self._metric)
        for sample in merged:
            self.template.add(sample)

    def _is_strange(self, sample: Sample) -> bool:
        if not len(self.template):
            return False
        if self.unconfirmed_since is not None or self.contradicted:
            return self._closeness(sample.embedding, self.template.vector) < self._threshold
        return self._is_unlike(sample) and sample.weight >= _SOLID * self.template.best_weight

    def _is_unlike(self, sample: Sample) -> bool:
        return self._closeness(sample.embedding, self.template.vector) < self._threshold - _SOMEBODY_ELSE

    def _agrees(self, one: Sample, other: Sample) -> bool:
        return self._closeness(one.embedding, other.embedding) >= self._threshold

    def _closeness(self, one: Embedding, other: Embedding) -> float:
        return float(self._metric.closeness(one, other[np.newaxis])[0])
