"""How near each photo of a gallery is to its own person, and to the nearest other one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.gallery import Gallery
from rollcall.identity.metric import Metric
from rollcall.model import Person

__all__ = ["PhotoScore", "score_photos"]


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


def score_photos(people: Sequence[Person], metric: Metric, progress: Callable[[float], None]) -> tuple[PhotoScore, ...]:
    """Return the scores of every photo, person by person; ``progress`` is told the share that is done, 0..1."""
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
