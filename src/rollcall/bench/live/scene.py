"""The scene as a pure function of the frame's number: six people on average walk through the picture and leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from rollcall.bench.capture.time_code import draw_time, read_time
from rollcall.bench.live.cast import Actor
from rollcall.model import Box, Image

__all__ = ["FRAMES", "FRAMES_PER_SECOND", "PEOPLE", "SIZE", "Scene", "Walker", "read_number"]

SIZE = (1280, 720)
"""Width and height."""
FRAMES_PER_SECOND = 25
_LANES = 8
"""Of which six show a whole face on average."""
_LAP = 250
"""Frames from one person's entry to the next on the same lane."""
_WALK = 225
"""Frames in which one walks through the picture; then the lane is empty."""
_LAPS = 6
FRAMES = _LAPS * _LAP
"""The scene repeats after a minute: longer than the tracker remembers anybody, so all who come are new to it."""
PEOPLE = _LANES * _LAPS
_CARD = 200
"""Side of a photo in the picture; its face is some 80 pixels wide."""
_TOPS = (68, 292, 514)
"""Of the rows; above the first is the frame's number."""
_ABREAST = 3
"""Lanes a row, each a part of a lap behind the one before."""
_GRAINS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Walker:
    """One person in one frame."""

    person: int
    name: str
    box: Box
    """Of the face; beyond the picture where the person is coming or going."""

    @property
    def clear(self) -> bool:
        """Whether the whole face is in the picture."""
        return bool((self.box >= 0).all() and (self.box[2:] <= SIZE).all())


class Scene:
    """Draws any frame and knows who is in it."""

    def __init__(self, cast: tuple[Actor, ...]) -> None:
        """``cast``: ``PEOPLE`` of them."""
        self._cast = cast
        self._names = [actor.name for actor in cast]
        self._faces = [_on_card(actor) for actor in cast]

    def draw(self, number: int) -> Image:
        """Return (720, 1280, 3) uint8, BGR, with the frame's number in it."""
        picture = self._rooms[number % _GRAINS].copy()
        for lane in range(_LANES):
            person, left = _place(lane, number)
            x1, x2 = max(left, 0), min(left + _CARD, SIZE[0])
            if x1 < x2:
                top = _TOPS[lane // _ABREAST]
                picture[top : top + _CARD, x1:x2] = self._cards[person][:, x1 - left : x2 - left]
        draw_time(picture, number / FRAMES_PER_SECOND)
        return picture

    def people(self, number: int) -> tuple[Walker, ...]:
        """Return who is, at least in part, in a frame."""
        placed = ((lane, *_place(lane, number)) for lane in range(_LANES))
        return tuple(
            Walker(person, self._names[person], self._faces[person] + _corner(left, _TOPS[lane // _ABREAST]))
            for lane, person, left in placed
            if -_CARD < left < SIZE[0]
        )

    @cached_property
    def _cards(self) -> list[Image]:
        return [_card(actor.photo) for actor in self._cast]

    @cached_property
    def _rooms(self) -> list[Image]:
        # 22 MB that only who draws shall hold.
        return _rooms()

    @cached_property
    def first_clear(self) -> Mapping[int, int]:
        """For each person the frame in which the whole face is first in the picture."""
        first: dict[int, int] = {}
        # Some are in the picture already when the scene begins: two rounds, so that each is seen coming.
        for number in range(2 * FRAMES):
            for walker in self.people(number):
                was = {each.person for each in self.people(number - 1) if each.clear}
                if walker.clear and walker.person not in was:
                    first.setdefault(walker.person, number % FRAMES)
        return first


def read_number(picture: Image) -> int | None:
    """Return the number of the frame, or None where it cannot be read."""
    time = read_time(picture)
    return None if time is None else round(time * FRAMES_PER_SECOND)


def _place(lane: int, number: int) -> tuple[int, int]:
    """Return who walks on a lane and the left edge of that photo."""
    row, place = divmod(lane, _ABREAST)
    offset = place * _LAP // _ABREAST + row * _LAP // 8
    lap, step = divmod((number - offset) % FRAMES, _LAP)
    way = round((SIZE[0] + _CARD) * step / _WALK)
    left = way - _CARD if row % 2 == 0 else SIZE[0] - way
    return lap * _LANES + lane, left


def _card(photo: Image) -> Image:
    return np.asarray(cv2.resize(photo, (_CARD, _CARD), interpolation=cv2.INTER_AREA), np.uint8)


def _on_card(actor: Actor) -> Box:
    height, width = actor.photo.shape[:2]
    face: Box = actor.face * np.array([_CARD / width, _CARD / height] * 2, np.float32)
    return face


def _corner(left: int, top: int) -> Box:
    return np.array([left, top, left, top], np.float32)


def _rooms() -> list[Image]:
    """Return an empty room with the noise of a camera, several times: without it a codec has nothing to do."""
    width, height = SIZE
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    room = np.stack([90 + 60 * x, 100 + 50 * y, 110 + 40 * x * y], axis=2)
    chance = np.random.default_rng(7)
    return [np.clip(room + chance.normal(0, 2.0, room.shape), 0, 255).astype(np.uint8) for _ in range(_GRAINS)]
