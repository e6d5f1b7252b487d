"""Text as small pictures: drawn once by FreeType, then laid over many frames."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw

from rollcall.model import Image
from rollcall.view.fonts import load_font

__all__ = ["Colour", "lay_over", "render_label"]

Colour = tuple[int, int, int]
"""Blue, green, red, 0..255."""

_CACHED_LABELS = 256
"""Room for the labels of a crowd with changing scores; each is some 30 kB."""
_PADDING = 0.35
"""Space around the text, in text heights."""
_OPAQUE = 255
_OPACITY = 0.82
"""The label's ground lets the scene shine through a little."""


@lru_cache(maxsize=_CACHED_LABELS)
def render_label(text: str, ground: Colour, pixels: int, font: Path | None) -> NDArray[np.uint8]:
    """Return ``text`` on a rounded ground as (h, w, 4): blue, green and red times opacity, and opacity, 0..255.

    ``pixels``: height of the letters. The array is shared between calls; do not write into it.
    """
    face = load_font(font, pixels)
    ascent, descent = face.getmetrics()
    pad = round(pixels * _PADDING)
    width = round(face.getlength(text)) + 2 * pad
    height = ascent + descent + pad
    picture = PillowImage.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    shade = (*ground[::-1], round(_OPAQUE * _OPACITY))
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=pad, fill=shade)
    draw.text((pad, pad // 2), text, font=face, fill=(255, 255, 255, 255))
    rgba = np.asarray(picture)
    colours = np.rint(rgba[..., 2::-1] * (rgba[..., 3:] / np.float32(_OPAQUE))).astype(np.uint8)
    label = np.concatenate([colours, rgba[..., 3:]], axis=2)
    label.setflags(write=False)
    return label


def lay_over(image: Image, label: NDArray[np.uint8], x: int, y: int) -> None:
    """Lay ``label`` with its upper left corner at ``(x, y)`` over ``image``, in place, moved to stay inside."""
    x = min(max(x, 0), max(image.shape[1] - label.shape[1], 0))
    y = min(max(y, 0), max(image.shape[0] - label.shape[0], 0))
    ground = image[y : y + label.shape[0], x : x + label.shape[1]]
    patch = label[: ground.shape[0], : ground.shape[1]]
    shining_through = (_OPAQUE - patch[..., 3:]) / np.float32(_OPAQUE)
    # Both were rounded, and may be above white together by one.
    ground[:] = np.minimum(ground * shining_through + patch[..., :3], _OPAQUE).astype(np.uint8)
