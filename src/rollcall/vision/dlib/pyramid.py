"""One picture at many sizes on one canvas, so that a detector for faces of one size finds all, in one pass.

The layout is dlib's own (``create_tiled_pyramid`` in ``dlib/image_transforms/image_pyramid.h``, Boost licence), to the
pixel: where a level lies decides which pixels the network's grid of every eighth one falls on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.model import Image

__all__ = ["Canvas", "Layout", "Level", "lay_out"]

_RATE = 5.0 / 6.0
# Each level's size as a share of the one before.
_MIN_HEIGHT = 5
_GAP, _BORDER = 10, 11
# Pixels between the levels and around them.


@dataclass(frozen=True)
class Level:
    """Where one size of the picture lies on the canvas, in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column behind the level."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First row below the level."""
        return self.top + self.height


@dataclass(frozen=True)
class Layout:
    """The canvas and the levels on it, from the largest to the smallest."""

    width: int
    height: int
    levels: tuple[Level, ...]

    def to_picture(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return boxes (N, 4) on the canvas as boxes on the picture at its full size.

        A box belongs to the level that its centre lies on, or next to.
        """
        levels = self._nearest_levels((boxes[:, :2] + boxes[:, 2:]) / 2)
        origins = np.array([(level.left, level.top) * 2 for level in self.levels], np.float64)[levels]
        scales = _RATE ** -levels[:, None].astype(np.float64)
        # dlib takes p / rate + 0.3 for a point one level up (``pyramid_down<6>::point_up``), again and again.
        return (boxes - origins) * scales + _SHIFT * (scales - 1.0) / (1.0 / _RATE - 1.0)

    def _nearest_levels(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        bounds = np.array([(level.left, level.top, level.right - 1, level.bottom - 1) for level in self.levels])
        beside = np.maximum(bounds[None, :, :2] - points[:, None], points[:, None] - bounds[None, :, 2:])
        nearest: NDArray[np.int64] = (np.maximum(beside, 0.0) ** 2).sum(axis=2).argmin(axis=1)
        return nearest


_SHIFT = 0.3


@lru_cache(maxsize=64)
def lay_out(width: int, height: int) -> Layout:
    """Return where the levels of a picture of this size come to lie.

    The first column goes down until the second one, which comes back up beside it, can hold the other half.
    """
    sizes = _sizes(width, height)
    column, column_height = _first_column(sizes)
    levels, top = [], _BORDER
    for size in sizes[:column]:
        levels.append(Level(_BORDER, top, *size))
        top += size[1] + _GAP
    bottom = top - _GAP
    first = levels[0]
    for level_width, level_height in sizes[column:]:
        level = Level(_BORDER + width - level_width, bottom - level_height, level_width, level_height)
        if level.top < first.bottom:
            break
        levels.append(level)
        bottom -= level_height + _GAP
    return Layout(width + 2 * _BORDER, column_height + 2 * _BORDER, tuple(levels))


class Canvas:
    """A canvas that pictures of one size are drawn on, one after the other: what lies between the levels stays."""

    def __init__(self, layout: Layout, background: tuple[float, float, float]) -> None:
        """``background`` is red, green and blue."""
        self.layout = layout
        self.planes = np.empty((3, layout.height, layout.width), np.float32)
        """(3, H, W) float32: red, green and blue."""
        self.planes[:] = np.array(background)[:, None, None]
        self._places = [[plane[_rows(level), _columns(level)] for level in layout.levels] for plane in self.planes]

    def draw(self, picture: Image) -> NDArray[np.float32]:
        """Return ``planes`` with ``picture`` on every level, until the next call.

        Each level is the one before, sampled bilinearly with the corners on the corners.
        """
        for places, colour in zip(self._places, cv2.split(picture)[::-1], strict=True):
            places[0][:] = colour
            for larger, smaller in pairwise(places):
                _shrink(larger, smaller)
        return self.planes


def _rows(level: Level) -> slice:
    return slice(level.top, level.bottom)


def _columns(level: Level) -> slice:
    return slice(level.left, level.right)


def _shrink(source: NDArray[np.float32], target: NDArray[np.float32]) -> None:
    """Fill ``target`` with ``source``."""
    rows, columns = target.shape
    steps = ((source.shape[1] - 1) / max(columns - 1, 1), (source.shape[0] - 1) / max(rows - 1, 1))
    matrix = np.array([[steps[0], 0.0, 0.0], [0.0, steps[1], 0.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cv2.warpAffine(source, matrix, (columns, rows), dst=target, flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    sizes = [(width, height)]
    while True:
        width, height = math.floor(_RATE * width), math.floor(_RATE * height)
        if width * height == 0 or height < _MIN_HEIGHT:
            return sizes
        sizes.append((width, height))


def _first_column(sizes: list[tuple[int, int]]) -> tuple[int, int]:
    """Return how many levels stand in the first column, and its height."""
    full_width, full_height = sizes[0]
    total = sum(height + _GAP for _, height in sizes) - 2 * _GAP
    column_height = previous_width = 0
    for count, (width, height) in enumerate(sizes):
        fits_beside = width <= full_width - previous_width - _GAP
        if fits_beside and (column_height - full_height) * 2 >= total - full_height:
            return count, column_height - _GAP
        column_height += height + _GAP
        previous_width = width
    return len(sizes), column_height - _GAP
