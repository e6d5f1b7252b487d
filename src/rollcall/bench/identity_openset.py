"""Open-set identification: how many known people are missed at a stated rate of strangers who get a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rollcall.bench.identity_photos import Portraits
from rollcall.errors import ConfigError
from rollcall.identity import Gallery, Metric
from rollcall.identity.template import Sample, Template
from rollcall.model import Embedding, Person

__all__ = ["FALSE_NAME_RATES", "Arm", "Curve", "Point", "miss_curve", "run_open_set"]

FALSE_NAME_RATES = (0.1, 0.03, 0.01, 0.003, 0.001)
_TRACK_PHOTOS = 5
"""Photos that a track is made of at most; LFW has few people with more."""
_LEAST_TRACK_PHOTOS = 2
_SECONDS_APART = 10.0
"""Between the photos of such a track: taken on different days, they are as independent as faces can be."""
_MISSED = -np.inf


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the trade between strangers named and known people missed."""

    false_names: float
    """Share of strangers who get a name."""
    threshold: float
    """In the pack's metric."""
    missed: float
    """Share of known faces or tracks that get no name, or a wrong one."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One way to enrol and to look, measured."""

    way: str
    known: int
    """Probes of enrolled people, over all draws."""
    strangers: int
    points: tuple[Point, ...]


@dataclass(slots=True)
class Arm:
    """The scores of one way, collected over the draws."""

    way: str
    known: list[float] = field(default_factory=list)
    """Closeness to the right person; minus infinity where somebody else came first."""
    strangers: list[float] = field(default_factory=list)
    """Closeness to the nearest person."""

    def curve(self, metric: Metric) -> Curve:
        """Return what the scores amount to."""
        points = miss_curve(np.array(self.known), np.array(self.strangers), metric)
        return Curve(self.way, len(self.known), len(self.strangers), points)


@dataclass(frozen=True, slots=True, eq=False)
class _Draw:
    gallery: dict[int, int]
    """Enrolled person -> row of the photo."""
    strangers: tuple[int, ...]


def miss_curve(known: NDArray[np.float64], strangers: NDArray[np.float64], metric: Metric) -> tuple[Point, ...]:
    """Return a point for each of ``FALSE_NAME_RATES`` that there are strangers enough to measure.

    ``known``: closeness of each known probe to the right person. ``strangers``: of each stranger to the nearest one.
    The threshold is the least one above which no larger share of the strangers lies.
    """
    falling = np.sort(strangers)[::-1]
    points = []
    for rate in FALSE_NAME_RATES:
        allowed = int(rate * len(falling))
        if allowed:
            threshold = float(falling[allowed])
            missed = float(np.mean(known <= threshold))
            points.append(Point(rate, metric.to_score(threshold), missed))
    return tuple(points)


def run_open_set(
    portraits: Portraits, metric: Metric, *, enrolled: int, strangers: int, draws: int, seed: int
) -> tuple[tuple[Curve, ...], Counter[tuple[str, str]]]:
    """Return the curves, and which strangers came nearest to whom.

    Each draw enrols ``enrolled`` people by one photo each and looks at their other photos and at all photos of as many
    ``strangers``; the scores of all draws are put together, so that one threshold serves them all.

    Raises:
        ConfigError: too few people for that.

    """
    arms = {
        "view": Arm("one photo enrolled as it is, one face (as InsightFace does)"),
        "live": Arm("one photo enrolled, one face"),
        "photo": Arm("one photo enrolled, another photo"),
        "face of track": Arm("one photo enrolled, one face of the people below"),
        "track": Arm("one photo enrolled, a track of 2 to 5 faces"),
    }
    confused: Counter[tuple[str, str]] = Counter()
    for draw in _draws(portraits, np.random.default_rng(seed), enrolled, strangers, draws):
        plain = _gallery(portraits, draw, portraits.live, metric)
        gallery = _gallery(portraits, draw, portraits.enrolled, metric)
        _look_at_photos(arms["view"], plain, portraits, portraits.live, draw)
        confused.update(_look_at_photos(arms["live"], gallery, portraits, portraits.live, draw))
        _look_at_photos(arms["photo"], gallery, portraits, portraits.enrolled, draw)
        _look_at_tracks(arms["face of track"], arms["track"], gallery, portraits, draw)
    return tuple(arm.curve(metric) for arm in arms.values()), confused


def _draws(
    portraits: Portraits, random: np.random.Generator, enrolled: int, strangers: int, draws: int
) -> Iterator[_Draw]:
    several = np.flatnonzero(portraits.counts >= 2)
    if len(several) < enrolled or len(portraits.names) < enrolled + strangers:
        raise ConfigError(
            f"{len(several)} people with two photos and {len(portraits.names)} in all are too few"
            f" to enrol {enrolled} and to meet {strangers} others."
        )
    for _ in range(draws):
        known = random.choice(several, enrolled, replace=False)
        others = np.setdiff1d(np.flatnonzero(portraits.counts >= 1), known)
        photos = {int(person): int(random.choice(portraits.photos_of(int(person)))) for person in known}
        yield _Draw(photos, tuple(random.choice(others, strangers, replace=False).tolist()))


def _gallery(portraits: Portraits, draw: _Draw, embeddings: NDArray[np.float32], metric: Metric) -> Gallery:
    return Gallery(
        (
            Person(str(person), portraits.names[person], embeddings[row : row + 1])
            for person, row in draw.gallery.items()
        ),
        metric,
    )


def _look_at_photos(
    arm: Arm, gallery: Gallery, portraits: Portraits, embeddings: NDArray[np.float32], draw: _Draw
) -> list[tuple[str, str]]:
    """Compare every photo alone; return which stranger came nearest to whom, the worst of this draw."""
    for person, enrolled in draw.gallery.items():
        rows = portraits.photos_of(person)
        arm.known += [_of_right(gallery, embeddings[row], person) for row in rows[rows != enrolled]]
    worst, pair = _MISSED, []
    for person in draw.strangers:
        for row in portraits.photos_of(person):
            match = gallery.match(embeddings[row], 1)[0]
            arm.strangers.append(match.closeness)
            if match.closeness > worst:
                worst, pair = match.closeness, [(portraits.names[person], match.person.name)]
    return pair


def _look_at_tracks(single: Arm, track: Arm, gallery: Gallery, portraits: Portraits, draw: _Draw) -> None:
    """Compare people of enough photos by a track of them, and by each of its faces alone."""
    for person, enrolled in draw.gallery.items():
        rows = portraits.photos_of(person)
        rows = rows[rows != enrolled][:_TRACK_PHOTOS]
        if len(rows) >= _LEAST_TRACK_PHOTOS:
            single.known += [_of_right(gallery, portraits.live[row], person) for row in rows]
            track.known.append(_of_right(gallery, _template(portraits, rows, gallery.metric), person))
    for person in draw.strangers:
        rows = portraits.photos_of(person)[:_TRACK_PHOTOS]
        if len(rows) >= _LEAST_TRACK_PHOTOS:
            single.strangers += [gallery.match(portraits.live[row], 1)[0].closeness for row in rows]
            track.strangers.append(gallery.match(_template(portraits, rows, gallery.metric), 1)[0].closeness)


def _of_right(gallery: Gallery, embedding: Embedding, person: int) -> float:
    match = gallery.match(embedding, 1)[0]
    return match.closeness if match.person.id == str(person) else _MISSED


def _template(portraits: Portraits, rows: Sequence[int] | NDArray[np.intp], metric: Metric) -> Embedding:
    template = Template(metric)
    for place, row in enumerate(rows):
        embedding = metric.prepare(portraits.live[row])
        template.add(Sample(place * _SECONDS_APART, embedding, float(portraits.weights[row])))
    return template.vector
