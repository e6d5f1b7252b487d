"""Open-set identification: how many known people are missed at a stated rate of strangers who get a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.bench.identity.photos import Portraits
from rollcall.config import IdentitySettings
from rollcall.errors import ConfigError
from rollcall.identity import Gallery, Match, Metric
from rollcall.identity.recognition.naming import NamingRules, name_track
from rollcall.identity.template import Sample, Template
from rollcall.identity.threshold import strangeness_of_pack, threshold_for
from rollcall.model import Embedding, Person
from rollcall.vision import ModelPack

__all__ = ["FALSE_NAME_RATES", "Curve", "OpenSet", "Point", "Shipped", "miss_curve", "run_open_set"]

PLAIN = "one photo as it is, one face (as InsightFace does)"
SINGLE = "one photo, one face"
PHOTO = "one photo, another photo"
FACE_OF_TRACK = "one photo, one face of a track below"
TRACK = "one photo, a track of 2 to 5 faces"
"""Ways to enrol and to look."""

FALSE_NAME_RATES = (0.1, 0.03, 0.01, 0.003, 0.001)
_TRACK_PHOTOS = 5
"""Photos that a track is made of at most; LFW has few people with more."""
_LEAST_TRACK_PHOTOS = 2
_SHOWN_STRANGERS = 5
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
    uncertain: float
    """Standard error of that share: how far it would move with other people. Misses cluster in a few of them."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One way to enrol and to look, measured."""

    way: str
    known: int
    """Probes of enrolled people, over all draws."""
    strangers: int
    points: tuple[Point, ...]


@dataclass(slots=True)
class Shipped:
    """What the shipped threshold and margin make of the same probes."""

    way: str
    known: int = 0
    missed: int = 0
    """Known people who got no name."""
    mistaken: int = 0
    """Known people who got another's name."""
    strangers: int = 0
    named: int = 0
    """Strangers who got a name."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenSet:
    """Everything that was measured."""

    curves: tuple[Curve, ...]
    shipped: tuple[Shipped, ...]
    nearest: tuple[tuple[str, str, float], ...]
    """Strangers who came nearest to somebody, the worst first, with their score: lookalikes, or wrong labels."""


@dataclass(frozen=True, slots=True, eq=False)
class _Draw:
    gallery: dict[int, int]
    """Enrolled person -> row of the photo."""
    strangers: tuple[int, ...]


def miss_curve(
    known: NDArray[np.float64], people: NDArray[np.intp], strangers: NDArray[np.float64], metric: Metric
) -> tuple[Point, ...]:
    """Return a point for each of ``FALSE_NAME_RATES`` that there are probes enough to measure.

    ``known``: closeness of each known probe to the right person. ``people``: whose probe it is. ``strangers``:
    closeness of each stranger to the nearest one. The threshold is the least one above which no larger share of the
    strangers lies.
    """
    falling = np.sort(strangers)[::-1]
    points = []
    for rate in FALSE_NAME_RATES:
        allowed = int(rate * len(falling))
        if allowed and len(known):
            threshold = float(falling[allowed])
            missed = known <= threshold
            points.append(
                Point(rate, metric.to_score(threshold), float(missed.mean()), _standard_error(missed, people))
            )
    return tuple(points)


def _standard_error(missed: NDArray[np.bool_], people: NDArray[np.intp]) -> float:
    """Return that of the share missed, the people, and not their photos, drawn independently."""
    excess = np.bincount(people, missed - missed.mean())
    return float(np.sqrt((excess**2).sum()) / len(missed))


def run_open_set(
    portraits: Portraits, pack: ModelPack, *, enrolled: int, strangers: int, draws: int, seed: int
) -> OpenSet:
    """Return how well enrolled people are told from strangers.

    Each draw enrols ``enrolled`` people by one photo each and looks at their other photos and at all photos of as many
    ``strangers``; the scores of all draws are put together, so that one threshold serves them all.

    Raises:
        ConfigError: too few people for that.

    """
    metric = Metric(pack.metric)
    settings = IdentitySettings()
    threshold = threshold_for(enrolled, strangeness_of_pack(metric, metric.to_closeness(pack.threshold)))
    rules = NamingRules(metric, threshold, settings.margin, settings.hold, settings.evidence)
    plain, single, photo = Probes(PLAIN, rules), Probes(SINGLE, rules), Probes(PHOTO, rules)
    face, track = Probes(FACE_OF_TRACK, rules), Probes(TRACK, rules)
    for draw in _draws(portraits, np.random.default_rng(seed), enrolled, strangers, draws):
        _look_at_photos(plain, _gallery(portraits, draw, portraits.live, metric), portraits, portraits.live, draw)
        gallery = _gallery(portraits, draw, portraits.enrolled, metric)
        _look_at_photos(single, gallery, portraits, portraits.live, draw)
        _look_at_photos(photo, gallery, portraits, portraits.enrolled, draw)
        _look_at_tracks(face, track, gallery, portraits, draw)
    return OpenSet(
        tuple(probes.curve() for probes in (plain, single, photo, face, track)),
        (single.shipped, track.shipped),
        single.nearest_strangers(),
    )


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


class Probes:
    """Collects what one way of looking comes to, over all draws."""

    def __init__(self, way: str, rules: NamingRules) -> None:
        self._rules = rules
        self._known: list[float] = []
        self._people: list[int] = []
        self._strangers: list[float] = []
        self._nearest: dict[tuple[str, str], float] = {}
        self.shipped = Shipped(way)

    def see_known(self, gallery: Gallery, embedding: Embedding, person: int) -> None:
        """Look at somebody enrolled."""
        matches = gallery.match(embedding, 2)
        right = matches[0].person.id == str(person)
        self._known.append(matches[0].closeness if right else _MISSED)
        self._people.append(person)
        name = self._name(matches)
        self.shipped.known += 1
        self.shipped.missed += name is None
        self.shipped.mistaken += name is not None and name != str(person)

    def see_stranger(self, gallery: Gallery, embedding: Embedding, name: str) -> None:
        """Look at somebody who is not enrolled, of that ``name``."""
        matches = gallery.match(embedding, 2)
        self._strangers.append(matches[0].closeness)
        self.shipped.strangers += 1
        self.shipped.named += self._name(matches) is not None
        pair = (name, matches[0].person.name)
        self._nearest[pair] = max(self._nearest.get(pair, _MISSED), matches[0].closeness)

    def curve(self) -> Curve:
        """Return how many known people are missed at each rate of strangers named."""
        known, people = np.array(self._known), np.array(self._people, np.intp)
        points = miss_curve(known, people, np.array(self._strangers), self._rules.metric)
        return Curve(self.shipped.way, len(self._known), len(self._strangers), points)

    def nearest_strangers(self) -> tuple[tuple[str, str, float], ...]:
        """Return the strangers who came nearest to somebody, the worst first."""
        worst = sorted(self._nearest.items(), key=lambda item: -item[1])[:_SHOWN_STRANGERS]
        return tuple((*pair, self._rules.metric.to_score(closeness)) for pair, closeness in worst)

    def _name(self, matches: Sequence[Match]) -> str | None:
        return name_track(0, matches, faces=1, evidence=1.0, held=None, rules=self._rules).person


def _look_at_photos(
    probes: Probes, gallery: Gallery, portraits: Portraits, embeddings: NDArray[np.float32], draw: _Draw
) -> None:
    """Look at every photo alone."""
    for person, enrolled in draw.gallery.items():
        rows = portraits.photos_of(person)
        for row in rows[rows != enrolled]:
            probes.see_known(gallery, embeddings[row], person)
    for person in draw.strangers:
        for row in portraits.photos_of(person):
            probes.see_stranger(gallery, embeddings[row], portraits.names[person])


def _look_at_tracks(single: Probes, track: Probes, gallery: Gallery, portraits: Portraits, draw: _Draw) -> None:
    """Look at people of enough photos by a track of them, and by each of its faces alone."""
    for person, enrolled in draw.gallery.items():
        rows = portraits.photos_of(person)
        rows = rows[rows != enrolled][:_TRACK_PHOTOS]
        if len(rows) >= _LEAST_TRACK_PHOTOS:
            track.see_known(gallery, _template(portraits, rows, gallery.metric), person)
            for row in rows:
                single.see_known(gallery, portraits.live[row], person)
    for person in draw.strangers:
        rows = portraits.photos_of(person)[:_TRACK_PHOTOS]
        if len(rows) >= _LEAST_TRACK_PHOTOS:
            track.see_stranger(gallery, _template(portraits, rows, gallery.metric), portraits.names[person])
            for row in rows:
                single.see_stranger(gallery, portraits.live[row], portraits.names[person])


def _template(portraits: Portraits, rows: NDArray[np.intp], metric: Metric) -> Embedding:
    template = Template(metric)
    for place, row in enumerate(rows):
        template.add(Sample(float(place), metric.prepare(portraits.live[row]), float(portraits.weights[row])))
    return template.vector
