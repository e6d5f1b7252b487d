"""Pictures from files and bytes: any colour mode, upright, or one clear error."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from rollcall.errors import ImageError
from rollcall.model import Image

__all__ = ["MAX_PIXELS", "read_image"]

MAX_PIXELS = 100_000_000
"""Larger pictures are refused before they are decoded: 300 MB of pixels that a file of a few kilobytes can ask for."""

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")


def read_image(source: Path | str | bytes) -> Image:
    """Return the picture in a file or in a file's bytes, turned as its EXIF orientation says.

    Grey, 16-bit, palette, CMYK and transparent pictures become BGR (transparent parts white); of an animation the
    first picture is taken.

    Raises:
        ImageError: the file is missing, empty, damaged, larger than ``MAX_PIXELS`` or no picture at all.

    """
    name = "the picture" if isinstance(source, bytes) else f"'{source}'"
    try:
        with Pillow.open(io.BytesIO(source) if isinstance(source, bytes) else source, formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ImageError(_too_large(name))
            return _to_bgr(ImageOps.exif_transpose(picture))
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise ImageError(f"Cannot open {name}: {error.strerror}.") from error
    except Pillow.DecompressionBombError as error:
        raise ImageError(_too_large(name)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow's decoders raise any of these on damaged data.
        raise ImageError(f"Cannot read {name} as a picture: it is empty, damaged or of an unknown kind.") from error


def _too_large(name: str) -> str:
    return f"Cannot read {name}: it has more than {MAX_PIXELS:,} pixels; scale it down."


def _to_bgr(picture: Pillow.Image) -> Image:
    if picture.mode.startswith("I"):
        return _grey_to_bgr(np.asarray(picture))
    if picture.has_transparency_data:
        picture = _on_white(picture)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[..., ::-1])


def _grey_to_bgr(grey: np.ndarray[tuple[int, int], np.dtype[np.generic]]) -> Image:
    """Return 16-bit grey as BGR; Pillow's own conversion clips at 255 instead of scaling."""
    high_byte = (np.clip(grey.astype(np.int64), 0, 0xFFFF) >> 8).astype(np.uint8)
    return np.repeat(high_byte[..., None], 3, axis=2)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    layered = picture.convert("RGBA")
    ground = Pillow.new("RGBA", layered.size, "white")
    return Pillow.alpha_composite(ground, layered)
