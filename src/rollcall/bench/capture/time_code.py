"""The moment a picture was taken, drawn into it, so that its age can be read wherever it arrives."""

from __future__ import annotations

import numpy as np

from rollcall.model import Image

__all__ = ["SMALLEST", "draw_time", "read_time"]

_BITS = 44
"""Milliseconds of Unix time until the year 2527."""
_CHECK_BITS = 8
_CELL = 16
"""Side of a bit in pixels: a macroblock, which no codec smears into the next."""
_COLUMNS = 16
_ROWS = -(-(_BITS + _CHECK_BITS) // _COLUMNS)
_CHECK_PRIME = 251
SMALLEST = (_COLUMNS * _CELL, _ROWS * _CELL)
"""Width and height that a picture must have at least."""
_SURE = 48
"""A bit must be this far from middle grey to count: what a damaged picture shows is no time."""


def draw_time(picture: Image, time: float) -> None:
    """Draw Unix ``time`` into the upper left corner of ``picture``, in place."""
    milliseconds = round(time * 1000)
    word = milliseconds << _CHECK_BITS | milliseconds % _CHECK_PRIME
    bits = np.array([word >> place & 1 for place in range(_COLUMNS * _ROWS)], np.uint8).reshape(_ROWS, _COLUMNS)
    cells = np.kron(bits * np.uint8(255), np.ones((_CELL, _CELL), np.uint8))
    picture[: cells.shape[0], : cells.shape[1]] = cells[..., None]


def read_time(picture: Image) -> float | None:
    """Return the Unix time drawn into ``picture``, or None where none can be read with certainty."""
    width, height = SMALLEST
    if picture.shape[0] < height or picture.shape[1] < width:
        return None
    corner = picture[:height, :width].reshape(_ROWS, _CELL, _COLUMNS, _CELL, 3)
    # The middle of each cell: its edges carry the ringing of the codec.
    grey = corner[:, 4:12, :, 4:12].mean(axis=(1, 3, 4)).ravel()
    if np.abs(grey - 127.5).min() < _SURE:
        return None
    word = sum(1 << place for place, value in enumerate(grey) if value > 127.5)
    milliseconds, check = word >> _CHECK_BITS, word & (1 << _CHECK_BITS) - 1
    return milliseconds / 1000 if milliseconds % _CHECK_PRIME == check else None
