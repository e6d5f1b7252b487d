"""Pictures to JPEG, by libjpeg-turbo."""

from __future__ import annotations

import numpy as np
import simplejpeg

from rollcall.model import Image

__all__ = ["encode_jpeg"]


def encode_jpeg(image: Image, quality: int) -> bytes:
    """Return ``image`` as a JPEG of ``quality`` 1..100, with halved colour resolution as cameras send it."""
    data: bytes = simplejpeg.encode_jpeg(
        np.ascontiguousarray(image), quality=quality, colorspace="BGR", colorsubsampling="420", fastdct=True
    )
    return data
