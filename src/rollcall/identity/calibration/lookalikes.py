"""People of a gallery who are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from rollcall.identity.metric import Metric
from rollcall.model import Person

__all__ = ["Lookalikes", "find_lookalikes"]

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Two people who are alike."""

    first: str
    second: str
    score: float
    """Between the means of their photos, in the metric."""
    confusable: bool
    """Whether a photo of the one may pass the threshold of the other."""


def find_lookalikes(people: Sequence[Person], metric: Metric, threshold: float) -> tuple[Lookalikes, ...]:
    """Return the ten nearest pairs of ``people``, the nearest first; ``threshold`` is a closeness."""
    if len(people) < 2:
        return ()
    centres = metric.prepare(np.stack([metric.prepare(person.embeddings).mean(axis=0) for person in people]))
    pairs = (
        (float(closeness), first, first + 1 + place)
        for first in range(len(people) - 1)
        for place, closeness in enumerate(metric.closeness(centres[first], centres[first + 1 :]))
    )
    return tuple(
        Lookalikes(people[one].name, people[other].name, metric.to_score(closeness), closeness >= threshold)
        for closeness, one, other in nlargest(_SHOWN, pairs)
    )
