"""The evidence of one track: its template, and the suspicion that it has become somebody else's."""

from __future__ import annotations

import numpy as np

from rollcall.identity.metric import Metric
from rollcall.identity.template import Sample, Template
from rollcall.identity.weight import weigh
from rollcall.model import Embedding, Face

__all__ = ["TrackEvidence"]

_SOMEBODY_ELSE = 0.25
"""This far below the naming threshold a face is hardly the same person's: faces of one stay lie far above it."""
_SOLID = 0.6
"""A face that weighs less than this share of the best one may look unlike it for its poorness alone."""


class TrackEvidence:
    """Collects the faces of one track.

    A single face unlike the others is set aside: one bad frame changes nothing. When the next one agrees with it, the
    track has become somebody else's; what was known stays with the one it is known of, who may come back.
    """

    def __init__(self, metric: Metric, threshold: float) -> None:
        """``threshold``: the closeness from which two faces are one person's."""
        self._metric = metric
        self._threshold = threshold
        self._suspect: Sample | None = None
        self.template = Template(metric)
        self.contradicted = False
        """Whether the newest faces are of somebody else."""
        self.unconfirmed = False
        """Whether the scene has changed since the last face that was compared."""

    @property
    def suspicious(self) -> bool:
        """Whether the next face should be looked at: the newest was unlike the others, or the scene changed."""
        return self._suspect is not None or self.unconfirmed

    def distrust(self) -> None:
        """Ask of the next face to be like the others, with no benefit of doubt, since the scene may have changed."""
        self.unconfirmed = len(self.template) > 0

    def add(self, time: float, face: Face) -> None:
        """Take one embedded face."""
        assert face.embedding is not None  # noqa: S101 - a mistake of ours
        sample = Sample(time, self._metric.prepare(face.embedding), weigh(face))
        unlike = self._is_unlike(sample) and (self.unconfirmed or self._is_solid(sample))
        if unlike:
            agreed = self._suspect is not None and self._agrees(self._suspect, sample)
            self.contradicted = self.contradicted or self.unconfirmed or agreed
            self._suspect = sample
        else:
            self._suspect, self.contradicted = None, False
            self.template.add(sample)
        self.unconfirmed = False

    def take_over(self, other: TrackEvidence) -> None:
        """Take the faces of another track that turned out to be of the same person."""
        merged = sorted((*self.template.samples, *other.template.samples), key=lambda sample: sample.time)
        self.template = Template(self._metric)
        for sample in merged:
            self.template.add(sample)

    def _is_unlike(self, sample: Sample) -> bool:
        if not len(self.template):
            return False
        return self._closeness(sample.embedding, self.template.vector) < self._threshold - _SOMEBODY_ELSE

    def _is_solid(self, sample: Sample) -> bool:
        return sample.weight >= _SOLID * self.template.best_weight

    def _agrees(self, one: Sample, other: Sample) -> bool:
        return self._closeness(one.embedding, other.embedding) >= self._threshold

    def _closeness(self, one: Embedding, other: Embedding) -> float:
        return float(self._metric.closeness(one, other[np.newaxis])[0])
