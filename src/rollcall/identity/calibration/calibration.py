"""What a gallery says of itself: how alike its people are, which photos spoil it, and the threshold that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nlargest
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.gallery import Gallery
from rollcall.identity.metric import Metric
from rollcall.identity.threshold import Strangeness, strangeness_of_pack, threshold_for
from rollcall.model import Person

__all__ = [
    "Calibration",
    "Doubt",
    "DoubtfulPhoto",
    "Lookalikes",
    "PhotoScore",
    "calibrate",
    "estimate_strangeness",
]

_MOST_PEOPLE = 2000
"""More people than this say nothing new of how alike strangers are."""
_PRIOR_PAIRS = 100
"""Pairs of people that the pack's own figures count for: a gallery of five must not overrule them."""
_HEAVY_TAIL = 1.12
"""The nearest strangers are nearer than a normal distribution of all pairs has them, since a crowd is a mix of ages and
origins: on LFW the whole spreads by 0.096 and the part that matters, beyond one pair in 10,000, like one of 0.107."""
_LEAST_MARGIN, _MOST_MARGIN = 0.05, 0.15
"""Less costs nothing and more misses too many (LFW, 300 people enrolled)."""
_SAME_PHOTO = 0.95
"""Likeness from which two photos are one photo twice; two photos of one day stay below 0.9."""
_ONE_PERSON = 6.0
"""Deviations from the middle of all pairs beyond which two people are one under two names: LFW's wrong labels are."""
_SHOWN_LOOKALIKES = 10


class Doubt(StrEnum):
    """What is wrong with a photo."""

    SOMEBODY_ELSE = "somebody_else"
    """More like somebody else than like the other photos of its person."""
    UNLIKE_THE_OTHERS = "unlike_the_others"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class PhotoScore:
    """One photo against the rest of the gallery; closenesses as in ``Metric``."""

    person: str
    """Name."""
    person_id: str
    place: int
    """Which of the person's photos, from 0."""
    photo: str
    """What the photo is called."""
    own: float | None
    """To the other photos of its person; None where there is no other."""
    other: float | None
    """To the nearest other person."""
    other_name: str | None


@dataclass(frozen=True, slots=True)
class DoubtfulPhoto:
    """A photo that spoils the gallery, or adds nothing to it."""

    score: PhotoScore
    doubt: Doubt
    words: str


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Two people who are alike."""

    first: str
    second: str
    score: float
    """Between the means of their photos, in the metric."""
    confusable: bool
    """Whether a photo of the one may pass the threshold of the other."""


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
    scores = _score_all(listed, metric, progress)
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
        (*_unlike(scores, threshold, metric), *_duplicates(listed, scores, metric)),
        _lookalikes(listed, metric, threshold),
    )


def estimate_strangeness(people: Sequence[Person], metric: Metric, pack_closeness: float) -> Strangeness:
    """Return how near different people are, from the pairs of ``people`` and what the pack's threshold implies.

    With what the enrolled people of LFW alone tell, strangers get a name in 0.1 to 0.2 % of cases where 0.1 % was asked
    for, and in 0.8 % where it was 1 % (10 to 700 people enrolled by one photo, arcface_mobilefacenet_128d).
    """
    prior = strangeness_of_pack(metric, pack_closeness)
    found = _of_two_people(_pairwise(people, metric), metric, prior)
    total = _PRIOR_PAIRS + len(found)
    mean = (_PRIOR_PAIRS * prior.mean + float(found.sum())) / total
    variance = _PRIOR_PAIRS * (prior.deviation**2 + (prior.mean - mean) ** 2)
    variance += _HEAVY_TAIL**2 * float(((found - mean) ** 2).sum())
    return Strangeness(mean, float(np.sqrt(variance / total)))


def _pairwise(people: Sequence[Person], metric: Metric) -> NDArray[np.float32]:
    """Return the closeness of one photo each of every pair of people, so that nobody counts for their many photos."""
    if len(people) < 2:
        return np.zeros(0, np.float32)
    rows = metric.prepare(np.stack([person.embeddings[0] for person in people]))
    return np.concatenate([metric.closeness(rows[place], rows[place + 1 :]) for place in range(len(rows) - 1)])


def _of_two_people(pairs: NDArray[np.float32], metric: Metric, prior: Strangeness) -> NDArray[np.float32]:
    """Return ``pairs`` without those that are one person enrolled twice: a few would pass for many lookalikes."""
    others = pairs[np.sqrt(metric.shared(pairs)) < _SAME_PHOTO]
    if not len(others):
        return others
    return others[others <= np.median(others) + _ONE_PERSON * prior.deviation]


def _score_all(people: Sequence[Person], metric: Metric, progress: Callable[[float], None]) -> tuple[PhotoScore, ...]:
    gallery, scores = Gallery(people, metric), []
    for number, person in enumerate(people, start=1):
        rows = metric.prepare(person.embeddings)
        scores += [_score(person, place, rows, gallery) for place in range(len(rows))]
        progress(number / len(people))
    return tuple(scores)


def _score(person: Person, place: int, rows: NDArray[np.float32], gallery: Gallery) -> PhotoScore:
    others = [match for match in gallery.match(rows[place], 2) if match.person.id != person.id]
    left = np.delete(rows, place, axis=0)
    own = None
    if len(left):
        alone = Gallery([Person(person.id, person.name, left)], gallery.metric)
        own = alone.match(rows[place], 1)[0].closeness
    photo = person.photos[place] if place < len(person.photos) else f"photo {place + 1}"
    nearest = others[0] if others else None
    return PhotoScore(
        person.name,
        person.id,
        place,
        photo,
        own,
        nearest.closeness if nearest else None,
        nearest.person.name if nearest else None,
    )


def _margin(scores: Sequence[PhotoScore], rate: float) -> float:
    """Return by how much a person must lead, so that of the photos at hand one in 1 / ``rate`` would be mistaken."""
    gaps = np.array([score.own - score.other for score in scores if score.own is not None and score.other is not None])
    if len(gaps) < 2:
        return _LEAST_MARGIN
    needed = -(float(gaps.mean()) + float(gaps.std()) * NormalDist().inv_cdf(rate))
    return float(np.clip(needed, _LEAST_MARGIN, _MOST_MARGIN))


def _unlike(scores: Sequence[PhotoScore], threshold: float, metric: Metric) -> list[DoubtfulPhoto]:
    doubtful = []
    for score in scores:
        if score.own is None:
            continue
        if score.other is not None and score.other > score.own:
            alike = f"more like {score.other_name} ({metric.to_score(score.other):.2f})"
            words = f"{alike} than like the other photos of {score.person} ({metric.to_score(score.own):.2f})"
            doubtful.append(DoubtfulPhoto(score, Doubt.SOMEBODY_ELSE, words))
        elif score.own < threshold:
            words = f"unlike the other photos of {score.person} ({metric.to_score(score.own):.2f})"
            doubtful.append(DoubtfulPhoto(score, Doubt.UNLIKE_THE_OTHERS, words))
    return doubtful


def _duplicates(people: Sequence[Person], scores: Sequence[PhotoScore], metric: Metric) -> list[DoubtfulPhoto]:
    doubtful, remaining = [], iter(scores)
    for person in people:
        rows = metric.prepare(person.embeddings)
        mine = [next(remaining) for _ in rows]
        for place in range(1, len(rows)):
            shared = np.sqrt(metric.shared(metric.closeness(rows[place], rows[:place])))
            if shared.max() >= _SAME_PHOTO:
                words = f"the same as {mine[int(shared.argmax())].photo}; it adds nothing"
                doubtful.append(DoubtfulPhoto(mine[place], Doubt.DUPLICATE, words))
    return doubtful


def _lookalikes(people: Sequence[Person], metric: Metric, threshold: float) -> tuple[Lookalikes, ...]:
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
        for closeness, one, other in nlargest(_SHOWN_LOOKALIKES, pairs)
    )
