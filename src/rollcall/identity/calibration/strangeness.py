"""How alike strangers are, from how alike the people of a gallery are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.calibration.doubtful_photos import SAME_PHOTO
from rollcall.identity.metric import Metric
from rollcall.identity.threshold import Strangeness, strangeness_of_pack
from rollcall.model import Person

__all__ = ["estimate_strangeness"]

_PRIOR_PAIRS = 100
"""Pairs of people that the pack's own figures count for: a gallery of five must not overrule them."""
_ONE_PERSON = 6.0
"""Deviations from the middle of all pairs beyond which two people are one under two names: LFW's wrong labels are."""


def estimate_strangeness(people: Sequence[Person], metric: Metric, pack_closeness: float) -> Strangeness:
    """Return how near different people are, from the pairs of ``people`` and what the pack's threshold implies.

    With what the enrolled people of LFW alone tell, strangers get a name in 0.1 to 0.2 % of cases where 0.1 % was asked
    for, and in 0.8 % where it was 1 % (10 to 700 people enrolled by one photo, arcface_mobilefacenet_128d); by dlib's
    embeddings in 0.1 to 0.2 % and in 0.7 to 1.1 %.
    """
    prior = strangeness_of_pack(metric, pack_closeness)
    found = _of_two_people(_pairwise(people, metric), metric, prior)
    total = _PRIOR_PAIRS + len(found)
    mean = (_PRIOR_PAIRS * prior.mean + float(found.sum())) / total
    variance = _PRIOR_PAIRS * (prior.deviation**2 + (prior.mean - mean) ** 2)
    variance += prior.tail**2 * float(((found - mean) ** 2).sum())
    return Strangeness(mean, float(np.sqrt(variance / total)), prior.rate, prior.tail)


def _pairwise(people: Sequence[Person], metric: Metric) -> NDArray[np.float32]:
    """Return the closeness of one photo each of every pair of people, so that nobody counts for their many photos."""
    if len(people) < 2:
        return np.zeros(0, np.float32)
    rows = metric.prepare(np.stack([person.embeddings[0] for person in people]))
    return np.concatenate([metric.closeness(rows[place], rows[place + 1 :]) for place in range(len(rows) - 1)])


def _of_two_people(pairs: NDArray[np.float32], metric: Metric, prior: Strangeness) -> NDArray[np.float32]:
    """Return ``pairs`` without those that are one person enrolled twice: a few would pass for many lookalikes."""
    others = pairs[np.sqrt(metric.shared(pairs)) < SAME_PHOTO]
    if not len(others):
        return others
    return others[others <= np.median(others) + _ONE_PERSON * prior.deviation]
