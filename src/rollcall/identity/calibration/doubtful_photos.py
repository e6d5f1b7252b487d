"""Photos that spoil a gallery, or add nothing to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rollcall.identity.calibration.photo_scores import PhotoScore
from rollcall.identity.metric import Metric
from rollcall.model import Person

__all__ = ["SAME_PHOTO", "Doubt", "DoubtfulPhoto", "find_doubtful"]

SAME_PHOTO = 0.95
"""Likeness from which two photos are one photo twice; two photos of one day stay below 0.9."""


class Doubt(StrEnum):
    """What is wrong with a photo."""

    SOMEBODY_ELSE = "somebody_else"
    """More like somebody else than like the other photos of its person."""
    UNLIKE_THE_OTHERS = "unlike_the_others"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class DoubtfulPhoto:
    """A photo that spoils the gallery, or adds nothing to it."""

    score: PhotoScore
    doubt: Doubt
    words: str


def find_doubtful(
    people: Sequence[Person], scores: Sequence[PhotoScore], threshold: float, metric: Metric
) -> tuple[DoubtfulPhoto, ...]:
    """Return the photos of ``people`` that somebody should look at.

    ``scores``: of all their photos, in their order; ``threshold``: a closeness.
    """
    return (*_unlike(scores, threshold, metric), *_duplicates(people, scores, metric))


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
            if shared.max() >= SAME_PHOTO:
                words = f"the same as {mine[int(shared.argmax())].photo}; it adds nothing"
                doubtful.append(DoubtfulPhoto(mine[place], Doubt.DUPLICATE, words))
    return doubtful
