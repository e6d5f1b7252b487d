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

_CACHED_LABELS = 512
"""Room for the labels of a crowd with changing scores; each is about 20 kB."""
_PADDING = 0.35
"""Space around the text, in text heights."""
_OPACITY = 0.82
"""The label's ground lets the scene shine through a little."""


@lru_cache(maxsize=_CACHED_LABELS)
def render_label(text: str, ground: Colour, pixels: int, font: Path | None) -> NDArray[np.float32]:
    """Return ``text`` on a rounded ground as (h, w, 4) float32: blue, green, red 0..255 times opacity, opacity 0..1.

    ``pixels``: height of the letters. The array is shared between calls; do not write into it.
    """
    face = load_font(font, pixels)
    ascent, descent = face.getmetrics()
    pad = round(pixels * _PADDING)
    width = round(face.getlength(text)) + 2 * pad
    height = ascent + descent + pad
    picture = PillowImage.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    shade = (*ground[::-1], round(255 * _OPACITY))
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=pad, fill=shade)
    draw.text((pad, pad // 2), text, font=face, fill=(255, 255, 255, 255))
    rgba = np.asarray(picture, np.float32)
    opacity = rgba[..., 3:] / 255.0
    label = np.concatenate([rgba[..., 2::-1] * opacity, opacity], axis=2)
    label.setflags(write=False)
    return label


def lay_over(image: Image, label: NDArray[np.float32], x: int, y: int) -> None:
    """Lay ``label`` with its upper left corner at ``(x, y)`` over ``image``, in place, moved to stay inside."""
    x = min(max(x, 0), max(image.shape[1] - label.shape[1], 0))
    y = min(max(y, 0), max(image.shape[0] - label.shape[0], 0))
    ground = image[y : y + label.shape[0], x : x + label.shape[1]]
    patch = label[: ground.shape[0], : ground.shape[1]]
    ground[:] = (ground * (1.0 - patch[..., 3:]) + patch[..., :3]).astype(np.uint8)
