"""How near a person must be, by how alike strangers are and how many people there are to be mistaken for."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from rollcall.identity.metric import Metric

__all__ = ["Strangeness", "strangeness_of_pack", "threshold_for"]

_PACK_PEOPLE = 50
"""What a model pack's threshold is for."""
_FEWEST_PEOPLE = 10
"""Smaller galleries ask no less: they are families and teams, and relatives look more alike than strangers."""


@dataclass(frozen=True, slots=True)
class Strangeness:
    """How near two different people are as a rule: a normal distribution of closeness, fitted where it matters."""

    mean: float
    deviation: float
    rate: float
    """Share of strangers whom the pack's own threshold names."""
    tail: float
    """By how much the deviation of the nearest pairs is larger than that of all."""

    def threshold(self, people: int, rate: float) -> float:
        """Return the closeness that the nearest of ``people`` to a stranger exceeds at ``rate``."""
        return self.mean + self.deviation * NormalDist().inv_cdf((1.0 - rate) ** (1.0 / max(people, 1)))


@dataclass(frozen=True, slots=True)
class _Scale:
    """What holds for all models whose embeddings are compared in one way."""

    rate: float
    tail: float


_COSINES = _Scale(rate=0.001, tail=1.12)
"""A crowd is a mix of ages and origins, and the nearest strangers are nearer than a normal distribution of all pairs
has them: on LFW the whole spreads by 0.096, and beyond one pair in 10,000 it is like one of 0.107
(arcface_mobilefacenet_128d)."""
_CHORDS = _Scale(rate=0.001, tail=1.25)
"""The same embeddings, of length 1, by their distance: the nearer two are, the more a step of the cosine shortens it.
The whole spreads by 0.068, the nearest pairs by 0.083 to 0.087."""
_DISTANCES = _Scale(rate=0.01, tail=1.0)
"""dlib's. A normal distribution as far as there are pairs to tell: down to one in 100,000 its deviation is that of all
pairs within 2 % (1,246 people of LFW). One stranger in a thousand would miss nearly half of the enrolled."""


def strangeness_of_pack(metric: Metric, closeness: float) -> Strangeness:
    """Return how near strangers are where a model pack asks for that ``closeness``."""
    mean = metric.strangers(closeness)
    scale = _scale(metric, mean)
    standard = NormalDist().inv_cdf((1.0 - scale.rate) ** (1.0 / _PACK_PEOPLE))
    return Strangeness(mean, (closeness - mean) / standard, scale.rate, scale.tail)


def _scale(metric: Metric, strangers: float) -> _Scale:
    if metric is Metric.COSINE:
        return _COSINES
    nothing_shared = Metric.EUCLIDEAN.to_closeness(Metric.COSINE.convert(0.0, Metric.EUCLIDEAN))
    return _CHORDS if strangers <= nothing_shared else _DISTANCES


def threshold_for(people: int, strangers: Strangeness, rate: float | None = None) -> float:
    """Return the least closeness in a gallery of ``people``, so that strangers are named at ``rate``, or less often.

    Without a rate it is the pack's own.

    The nearest of n people is an extreme of n draws. On LFW strangers get a name in 0.1 % of cases at 0.392, 0.436 and
    0.485 with 10, 50 and 300 enrolled by one photo; reckoned from the second the others are 0.398 and 0.483
    (arcface_mobilefacenet_128d).
    """
    return strangers.threshold(max(people, _FEWEST_PEOPLE), strangers.rate if rate is None else rate)
