"""How near a person must be, by how alike strangers are and how many people there are to be mistaken for."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from rollcall.identity.metric import Metric

__all__ = ["Strangeness", "strangeness_of_pack", "threshold_for"]

_PACK_PEOPLE = 50
_PACK_RATES = {Metric.COSINE: 0.001, Metric.EUCLIDEAN: 0.01}
"""What a model pack's threshold stands for: one stranger in a thousand gets one of fifty names; one in a hundred by
dlib's, which would miss nearly half of the enrolled else."""
_FEWEST_PEOPLE = 10
"""Smaller galleries ask no less: they are families and teams, and relatives look more alike than strangers."""


@dataclass(frozen=True, slots=True)
class Strangeness:
    """How near two different people are as a rule: a normal distribution of closeness, fitted where it matters."""

    mean: float
    deviation: float
    rate: float
    """Share of strangers whom the pack's own threshold names."""

    def threshold(self, people: int, rate: float) -> float:
        """Return the closeness that the nearest of ``people`` to a stranger exceeds at ``rate``."""
        return self.mean + self.deviation * NormalDist().inv_cdf((1.0 - rate) ** (1.0 / max(people, 1)))


def strangeness_of_pack(metric: Metric, closeness: float) -> Strangeness:
    """Return how near strangers are where a model pack asks for that ``closeness``."""
    mean = metric.strangers(closeness)
    rate = _PACK_RATES[metric]
    standard = NormalDist().inv_cdf((1.0 - rate) ** (1.0 / _PACK_PEOPLE))
    return Strangeness(mean, (closeness - mean) / standard, rate)


def threshold_for(people: int, strangers: Strangeness, rate: float | None = None) -> float:
    """Return the least closeness in a gallery of ``people``, so that strangers are named at ``rate``, or less often.

    Without a rate it is the pack's own.

    The nearest of n people is an extreme of n draws. On LFW strangers get a name in 0.1 % of cases at 0.392, 0.436 and
    0.485 with 10, 50 and 300 enrolled by one photo; reckoned from the second the others are 0.398 and 0.483
    (arcface_mobilefacenet_128d).
    """
    return strangers.threshold(max(people, _FEWEST_PEOPLE), strangers.rate if rate is None else rate)
