"""A gallery measured: what it says of itself, and the threshold and margin that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from rollcall.identity.calibration.doubtful_photos import DoubtfulPhoto, find_doubtful
from rollcall.identity.calibration.lookalikes import Lookalikes, find_lookalikes
from rollcall.identity.calibration.photo_scores import PhotoScore, score_photos
from rollcall.identity.calibration.strangeness import estimate_strangeness
from rollcall.identity.metric import Metric
from rollcall.identity.threshold import Strangeness, threshold_for
from rollcall.model import Person

__all__ = ["Calibration", "calibrate"]

_MOST_PEOPLE = 2000
"""More people than this say nothing new of how alike strangers are."""
_LEAST_MARGIN, _MOST_MARGIN = 0.05, 0.15
"""Less costs nothing and more misses too many (LFW, 300 people enrolled)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found, and what is proposed."""

    metric: Metric
    people: int
    rate: float
    """Share of strangers who may get a name."""
    threshold: float
    """In the metric."""
    margin: float
    missed: float | None
    """Share of the gallery's own photos that the others would not recognise; None where nobody has two."""
    strangeness: Strangeness
    scores: tuple[PhotoScore, ...]
    doubtful: tuple[DoubtfulPhoto, ...]
    lookalikes: tuple[Lookalikes, ...]


def calibrate(
    people: Sequence[Person],
    metric: Metric,
    *,
    pack_threshold: float,
    rate: float,
    progress: Callable[[float], None] = lambda _share: None,
) -> Calibration:
    """Measure a gallery and propose threshold and margin for ``rate`` of strangers who get a name.

    ``pack_threshold``: the model pack's, in the metric. Strangers are taken to be as alike as the gallery's people.
    ``progress`` is told the share that is done, 0..1; what it raises ends the measurement.
    """
    listed = [person for person in people if len(person.embeddings)][:_MOST_PEOPLE]
    scores = score_photos(listed, metric, progress)
    strangeness = estimate_strangeness(listed, metric, metric.to_closeness(pack_threshold))
    threshold = min(threshold_for(len(listed), strangeness, rate), metric.nearest)
    own = [score.own for score in scores if score.own is not None]
    return Calibration(
        metric,
        len(listed),
        rate,
        metric.to_score(threshold),
        _margin(scores, rate),
        float(np.mean(np.array(own) < threshold)) if own else None,
        strangeness,
        scores,
        find_doubtful(listed, scores, threshold, metric),
        find_lookalikes(listed, metric, threshold),
    )


def _margin(scores: Sequence[PhotoScore], rate: float) -> float:
    """Return by how much a person must lead, so that of the photos at hand one in 1 / ``rate`` would be mistaken."""
    gaps = np.array([score.own - score.other for score in scores if score.own is not None and score.other is not None])
    if len(gaps) < 2:
        return _LEAST_MARGIN
    needed = -(float(gaps.mean()) + float(gaps.std()) * NormalDist().inv_cdf(rate))
    return float(np.clip(needed, _LEAST_MARGIN, _MOST_MARGIN))
