"""Hand-made events that the tests of the ways out share."""

from __future__ import annotations

from itertools import count

import numpy as np

from rollcall.config import AlertSettings
from rollcall.model import Image, Sighting
from rollcall.outputs.alert import Alert, Moment
from rollcall.service import Event, EventKind

NOON = 1_800_014_400.0
"""Friday, 15 January 2027, 12:00 UTC."""
ADA, BOB = "a" * 32, "b" * 32
_numbers = count(1)


def stay(
    person: str | None = ADA, name: str | None = "Ada", *, camera: str = "door", track: int = 1, at: float = NOON
) -> Sighting:
    return Sighting(camera, track, at, at, person=person, name=None if person is None else name, score=0.6, id=track)


def stranger(**given) -> Sighting:
    return stay(None, **given)


def appeared(sighting: Sighting) -> Event:
    return Event(EventKind.APPEARED, sighting)


def named(sighting: Sighting) -> Event:
    return Event(EventKind.NAMED, sighting)


def left(sighting: Sighting) -> Event:
    return Event(EventKind.LEFT, sighting)


def rule(**given) -> AlertSettings:
    return AlertSettings.model_validate({"name": "rule", "to": "phone"} | given)


def face(side: int = 64) -> Image:
    return np.random.default_rng(side).integers(0, 255, (side, side, 3), np.uint8)


def alert(sighting: Sighting | None = None, *, to: tuple[str, ...] = ("phone",), time: float = NOON) -> Alert:
    return Alert(f"{next(_numbers):032x}", "rule", to, Moment.ARRIVES, time, sighting or stay(), ("family",))
