"""What a track looks like: its best faces in one vector, and how much they weigh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.metric import Metric
from rollcall.model import Embedding

__all__ = ["Sample", "Template"]

_MOST_SAMPLES = 12
"""More faces than this add nothing that a name would turn on, and keep memory flat for a track of hours."""
_LEAST_WEIGHT = 1e-6
"""Keeps the mean of samples that weigh nothing from being a division by zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One embedded face of a track."""

    time: float
    embedding: Embedding
    """(D,) float32, prepared for the metric."""
    weight: float
    """0 .. 1, from the face's quality."""


class Template:
    """The best samples of one track and their weighted mean."""

    def __init__(self, metric: Metric) -> None:
        self._metric = metric
        self._samples: list[Sample] = []

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The samples that count, in the order of their times."""
        return tuple(self._samples)

    def add(self, sample: Sample) -> None:
        """Take one more sample; beyond the cap the lightest one goes."""
        self._samples.append(sample)
        if len(self._samples) > _MOST_SAMPLES:
            self._samples.remove(min(self._samples, key=lambda kept: kept.weight))

    @property
    def vector(self) -> NDArray[np.float32]:
        """(D,) float32: the weighted mean of the samples, prepared for the metric."""
        weights = np.array([sample.weight for sample in self._samples], np.float32)
        rows = np.stack([sample.embedding for sample in self._samples])
        return self._metric.prepare(weights @ rows / max(float(weights.sum()), _LEAST_WEIGHT))

    @property
    def best_weight(self) -> float:
        """Weight of the best sample; 0 without any."""
        return max((sample.weight for sample in self._samples), default=0.0)

    @property
    def evidence(self) -> float:
        """Weight of all samples, each counted for what it says that none before it has said.

        Ten frames of one turned head are one turned head, however long it stays.
        """
        if not self._samples:
            return 0.0
        rows = np.stack([sample.embedding for sample in self._samples])
        total = self._samples[0].weight
        for place in range(1, len(rows)):
            said = self._metric.shared(self._metric.closeness(rows[place], rows[:place])).max()
            total += self._samples[place].weight * (1.0 - float(said))
        return total

    def __len__(self) -> int:
        return len(self._samples)
