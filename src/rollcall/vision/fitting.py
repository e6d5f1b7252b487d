"""Pictures scaled into the input of a net, with one pass over their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from rollcall.model import Image

__all__ = ["Fitted", "fit"]

_MOST_SQUEEZED = 0.03
# Share of a side that may go. 16:9 in 640 pixels needs 352 rows then and not 384, and the net a twelfth less time. Of
# the 1,164 labelled faces of data/detection, in pictures of that shape, as many are found (877, else 875), as exactly.


@dataclass(frozen=True, eq=False)
class Fitted:
    """A picture in the upper left of a net's input; black where it does not reach."""

    pixels: Image
    enlarge_x: float
    enlarge_y: float
    """How many times as wide and high the picture itself is."""


def fit(image: Image, size: tuple[int, int], *, canvas: tuple[int, int] | int) -> Fitted:
    """Scale the picture into ``size``, width and height, its aspect ratio kept but for 3 %.

    ``canvas`` is the width and height of the input, or a number of which they are multiples: what of a side is little
    more than one is squeezed into it, and otherwise the next one is taken.
    """
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    columns, rows = max(1, int(width * scale)), max(1, int(height * scale))
    if isinstance(canvas, tuple):
        across, down = canvas
    else:
        columns, rows = _squeezed(columns, canvas), _squeezed(rows, canvas)
        across, down = _next(columns, canvas), _next(rows, canvas)
    pixels = np.empty((down, across, 3), np.uint8)
    # The picture is scaled to where it is wanted; only what it leaves free is blackened.
    pixels[rows:], pixels[:rows, columns:] = 0, 0
    cv2.resize(image, (columns, rows), dst=pixels[:rows, :columns])
    return Fitted(pixels, width / columns, height / rows)


def _squeezed(side: int, multiple: int) -> int:
    before = side // multiple * multiple
    return before if before >= side * (1 - _MOST_SQUEEZED) else side


def _next(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple
