"""The demo's scene as a pure function of time: portraits that drift through a room, come near and leave."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.model import Image

__all__ = ["FRAMES_PER_SECOND", "SIZE", "Stage"]

SIZE = (1280, 720)
"""Width and height: what a camera's second profile usually sends."""
FRAMES_PER_SECOND = 25

_CARD_HEIGHT = 560.0
"""Pixels of a portrait at its nearest: the smaller of the two faces is then large enough for dlib's detector."""
_WALK_SECONDS = 14.0
"""From one side of the picture to the other."""
_AWAY_SECONDS = 3.0
"""Out of sight before the next walk, so that one sees somebody leave and come back."""
_CORNER = 26
_EDGE = 6


@dataclass(frozen=True, slots=True, eq=False)
class _Card:
    """A portrait ready to be laid into the picture."""

    pixels: NDArray[np.float32]
    """(h, w, 4): blue, green, red times opacity, opacity 0..1."""


class Stage:
    """Draws the scene for any moment; two calls with the same time give the same picture."""

    def __init__(self, photos: tuple[Image, ...]) -> None:
        """``photos``: one a person, each with one face."""
        self._cards = tuple(_card(photo) for photo in photos)
        self._room = _room()

    def draw(self, seconds: float) -> Image:
        """Return (720, 1280, 3) uint8, BGR: the scene ``seconds`` after it began."""
        picture = self._room.copy()
        for position, card in enumerate(self._cards):
            _lay(picture, card, *_place(seconds, position, len(self._cards)))
        return picture


def _place(seconds: float, position: int, count: int) -> tuple[float, float, float]:
    """Return the centre of a card in pixels and its scale, 0..1.

    Each walks a lane of its own through the width of the picture, towards the camera and away again, and is out of
    sight between two walks; every other one walks from right to left.
    """
    period = _WALK_SECONDS + _AWAY_SECONDS
    walked = ((seconds + period * (0.25 + position / max(count, 1))) % period) / _WALK_SECONDS
    width, height = SIZE
    across = -0.2 + 1.4 * walked if position % 2 == 0 else 1.2 - 1.4 * walked
    # Half a sine from far to near to far, and a gait of two steps a second.
    near = np.sin(np.pi * min(walked, 1.0))
    lane = 0.5 + 0.1 * (position % 3 - 0.5)
    return width * across, height * lane + 5.0 * np.sin(2 * np.pi * 2.0 * seconds), 0.62 + 0.38 * near


def _lay(picture: Image, card: _Card, x: float, y: float, scale: float) -> None:
    """Lay ``card`` with its centre at ``(x, y)`` over ``picture``, in place, cut off where it leaves it."""
    height, width = card.pixels.shape[:2]
    left, top = int(np.floor(x - width * scale / 2)), int(np.floor(y - height * scale / 2))
    right, bottom = int(np.ceil(x + width * scale / 2)), int(np.ceil(y + height * scale / 2))
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, picture.shape[1]), min(bottom, picture.shape[0])
    if right <= left or bottom <= top:
        return
    # Only the visible part is drawn, at a place between pixels, so that a slow walk does not jitter.
    transform = np.array(
        [[scale, 0, x - width * scale / 2 - left], [0, scale, y - height * scale / 2 - top]], np.float32
    )
    moved = cv2.warpAffine(card.pixels, transform, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    ground = picture[top:bottom, left:right]
    ground[:] = (ground * (1.0 - moved[..., 3:]) + moved[..., :3]).astype(np.uint8)


def _card(photo: Image) -> _Card:
    """Return ``photo`` with a light edge and round corners, at the height of a card."""
    scale = _CARD_HEIGHT / photo.shape[0]
    sized = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(sized, _EDGE, _EDGE, _EDGE, _EDGE, cv2.BORDER_CONSTANT, value=(235, 240, 242))
    height, width = framed.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (_CORNER, 0), (width - 1 - _CORNER, height - 1), 255, -1)
    cv2.rectangle(mask, (0, _CORNER), (width - 1, height - 1 - _CORNER), 255, -1)
    for corner in ((x, y) for x in (_CORNER, width - 1 - _CORNER) for y in (_CORNER, height - 1 - _CORNER)):
        cv2.circle(mask, corner, _CORNER, 255, -1, cv2.LINE_AA)
    opacity = mask.astype(np.float32)[..., None] / 255.0
    return _Card(np.concatenate([framed * opacity, opacity], axis=2))


def _room() -> Image:
    """Return an empty room: a wall that is lighter where the lamp hangs, and a floor."""
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lamp = np.exp(-(((x / width - 0.5) / 0.55) ** 2 + ((y / height - 0.3) / 0.6) ** 2))
    wall = np.array([92, 84, 74], np.float32) + lamp[..., None] * np.array([70, 72, 74], np.float32)
    floor = np.array([58, 70, 86], np.float32) + lamp[..., None] * 55.0
    room = np.where((y > 0.86 * height)[..., None], floor, wall)
    # A little noise hides the steps of the gradient, which a codec would turn into crawling bands.
    grain = np.random.default_rng(7).normal(0.0, 1.2, room.shape)
    picture: Image = np.clip(room + grain, 0, 255).astype(np.uint8)
    return picture
