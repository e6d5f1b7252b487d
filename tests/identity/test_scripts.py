"""Whole stays before a camera, acted by hand: tracker, recognizer and presence together, without a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from identity.faces import face, person, photo
from rollcall.config import IdentitySettings, TrackingSettings
from rollcall.identity import Gallery, Presence, Recognizer, StayChange, StayEvent
from rollcall.model import Face
from rollcall.tracking import Tracker

WIDTH, HEIGHT, SIDE = 1280.0, 720.0, 90.0
ADA, GRACE = 1, 2
RATE = 10.0

Place = Callable[[float], float | None]
"""Time -> left edge of a face, None where it is not to be seen."""


@dataclass
class Stage:
    """A camera with a script instead of a scene."""

    gallery: Gallery = field(default_factory=lambda: Gallery([person(ADA, "Ada"), person(GRACE, "Grace")]))
    settings: IdentitySettings = field(default_factory=IdentitySettings)

    def __post_init__(self) -> None:
        self.tracker = Tracker(TrackingSettings())
        self.recognizer = Recognizer(self.gallery, self.settings, 0.45)
        self.presence = Presence(self.settings, self.gallery.metric)
        self.changes: list[StayChange] = []
        self.named: Counter[tuple[int, str | None]] = Counter()
        """(who it really was, name given) -> faces."""
        self.embedded = 0
        self.numbers: set[int] = set()

    def show(
        self, time: float, seen: dict[int, float], *, mistaken_for: int | None = None, weight: float = 0.8
    ) -> None:
        """Analyse one frame with the people ``seen`` at these places; ``mistaken_for``: whose face they all show."""
        random = np.random.default_rng(round(time * 1000))
        who = list(seen)
        faces = [shown_at(x + float(random.normal(0, 2)), weight) for x in seen.values()]
        wanted = self.recognizer.wants(time, self.tracker.propose(time, faces), faces)
        faces = [
            replace(one, embedding=photo(mistaken_for or seed, round(time * 1000))) if wants else one
            for seed, one, wants in zip(who, faces, wanted, strict=True)
        ]
        self.embedded += sum(wanted)
        tracks = self.tracker.update(time, faces)
        decisions = self.recognizer.decide(time, tracks, self.tracker.joined)
        for decision in decisions:
            if decision.contradicted:
                self.tracker.split(decision.track)
        for track, decision in zip(tracks, decisions, strict=True):
            nearest = min(seen, key=lambda seed: abs(seen[seed] - float(track.face.box[0])))
            self.named[nearest, decision.name] += 1
            self.numbers.add(track.number)
        self.changes += self.presence.follow(time, tracks, decisions, self.tracker.joined)

    def play(self, seconds: float, script: dict[int, Place], *, start: float = 0.0, rate: float = RATE) -> None:
        for step in range(round(seconds * rate)):
            time = start + step / rate
            places = {seed: place(time) for seed, place in script.items()}
            self.show(time, {seed: x for seed, x in places.items() if x is not None})

    def told(self, *events: StayEvent) -> list[tuple[StayEvent, str | None]]:
        return [(change.event, change.stay.name) for change in self.changes if change.event in events]


def shown_at(x: float, weight: float) -> Face:
    shown: Face = face(x=x, side=SIDE, weight=weight)
    return shown


def comings_and_goings(stage: Stage) -> list[tuple[StayEvent, str | None]]:
    stage.changes += stage.presence.wait(1e6)
    return stage.told(StayEvent.ENTERED, StayEvent.JOINED, StayEvent.LEFT)


def standing(x: float, *, absent: Iterable[tuple[float, float]] = ()) -> Place:
    def place(time: float) -> float | None:
        return None if any(start <= time < end for start, end in absent) else x

    return place


def walking(start: float, end: float, *, speed: float) -> Place:
    """Return the way of somebody who is seen from ``start`` on, walks ``speed`` picture widths a second and is gone."""

    def place(time: float) -> float | None:
        x = (time - start) * speed * WIDTH - SIDE
        return x if start <= time < end and -SIDE / 2 < x < WIDTH - SIDE / 2 else None

    return place


@pytest.mark.parametrize(("seed", "name"), [(ADA, "Ada"), (77, None)])
def test_a_stander_with_failed_detections_and_dropouts_enters_and_leaves_once(seed: int, name: str | None) -> None:
    failed = [(second, second + 0.1) for second in range(6, 60, 6)]
    dropouts = [(second + 0.45, second + 0.75) for second in range(3, 60, 7)]
    stage = Stage()
    stage.play(60, {seed: standing(400, absent=[*failed, *dropouts])})
    assert comings_and_goings(stage) == [(StayEvent.ENTERED, name), (StayEvent.LEFT, name)]


@pytest.mark.parametrize("rate", [2.0, 5.0, 10.0, 30.0])
@pytest.mark.parametrize(("seed", "name"), [(ADA, "Ada"), (77, None)])
def test_a_walker_at_a_tenth_of_the_width_a_second_enters_and_leaves_once(
    seed: int, name: str | None, rate: float
) -> None:
    stage = Stage()
    stage.play(12, {seed: walking(0.0, 12.0, speed=0.1)}, rate=rate)
    assert comings_and_goings(stage) == [(StayEvent.ENTERED, name), (StayEvent.LEFT, name)]


def test_a_slow_walker_enters_too() -> None:
    stage = Stage()
    stage.play(18, {77: walking(0.0, 18.0, speed=0.06)})
    assert comings_and_goings(stage) == [(StayEvent.ENTERED, None), (StayEvent.LEFT, None)]


def test_two_people_who_cross_keep_their_names_and_stay_once_each() -> None:
    stage = Stage()
    hidden = (4.6, 5.4)

    def ada(time: float) -> float:
        return 100 + 100 * time

    def grace(time: float) -> float | None:
        # She passes behind her.
        return None if hidden[0] <= time < hidden[1] else 1100 - 100 * time

    stage.play(10, {ADA: ada, GRACE: grace})
    assert {who for who in stage.named if who[1] is not None} == {(ADA, "Ada"), (GRACE, "Grace")}
    assert sorted(comings_and_goings(stage), key=str) == [
        (StayEvent.ENTERED, "Ada"),
        (StayEvent.ENTERED, "Grace"),
        (StayEvent.LEFT, "Ada"),
        (StayEvent.LEFT, "Grace"),
    ]


def test_one_bad_frame_with_anothers_face_changes_nothing() -> None:
    stage = Stage()
    stage.play(3, {ADA: standing(400)})
    for step in range(20):
        time = 3.0 + step / RATE
        stage.show(time, {ADA: 400.0}, mistaken_for=GRACE if step == 0 else None)
    assert {name for _, name in stage.named} <= {"Ada", None}
    assert comings_and_goings(stage) == [(StayEvent.ENTERED, "Ada"), (StayEvent.LEFT, "Ada")]


def test_somebody_who_goes_out_for_a_moment_stays_once() -> None:
    stage = Stage()
    stage.play(30, {ADA: standing(600, absent=[(10.0, 16.0)])})
    assert comings_and_goings(stage) == [(StayEvent.ENTERED, "Ada"), (StayEvent.LEFT, "Ada")]


def test_somebody_who_comes_back_after_minutes_is_told_again() -> None:
    stage = Stage()
    stage.play(150, {ADA: standing(600, absent=[(10.0, 140.0)])}, rate=5)
    assert stage.told(StayEvent.ENTERED) == [(StayEvent.ENTERED, "Ada")] * 2


def test_no_stranger_of_two_hundred_gets_a_name() -> None:
    stage = Stage()
    stage.play(200, {100 + one: walking(one * 1.0, one + 2.0, speed=0.4) for one in range(200)})
    assert {name for _, name in stage.named} == {None}


@pytest.mark.parametrize("seed", [ADA, 77])
def test_a_minute_of_standing_costs_few_embeddings(seed: int) -> None:
    stage = Stage()
    stage.play(60, {seed: standing(400)}, rate=25)
    assert stage.embedded <= 20


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_five_thousand_strangers_are_forgotten_one_by_one() -> None:
    stage = Stage()
    most = 0
    for one in range(5000):
        for step in range(2):
            stage.show(one * 2.0 + step * 0.2, {1000 + one: 200.0 + 60 * step})
        stage.changes.clear()
        most = max(most, len(stage.recognizer), len(stage.tracker.tracks), len(stage.presence.stays))
    # Nobody is remembered for longer than a minute, and one comes every two seconds.
    assert most <= stage.settings.forget_seconds / 2 + 2
