"""A font that can write the names of the people here, Korean ones above all."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from rollcall.errors import ConfigError

__all__ = ["Font", "can_write", "load_font"]

Font = ImageFont.FreeTypeFont

_KOREAN_FACE = 1
# In Noto's collections the faces follow each other as Japanese, Korean, simplified and traditional Chinese.
_CANDIDATES = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", _KOREAN_FACE),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", _KOREAN_FACE),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", _KOREAN_FACE),
    ("/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf", 0),
    ("C:/Windows/Fonts/malgunbd.ttf", 0),
    ("C:/Windows/Fonts/malgun.ttf", 0),
    ("/System/Library/Fonts/AppleSDGothicNeo.ttc", 0),
)
_log = logging.getLogger(__name__)


@lru_cache(maxsize=16)
def load_font(file: Path | None, pixels: int) -> Font:
    """Return ``file``, or else the first system font that can write Korean, at a height of ``pixels``.

    Raises ConfigError for a ``file`` that is no font. Where the system has no such font, Pillow's own is taken, which
    shows Korean as boxes, and a warning says what to install.
    """
    if file is not None:
        try:
            return ImageFont.truetype(str(file), pixels)
        except OSError:
            raise ConfigError(f"The font {file} cannot be read. Name a .ttf, .otf or .ttc file in view.font.") from None
    for candidate, face in _CANDIDATES:
        if Path(candidate).is_file():
            return ImageFont.truetype(candidate, pixels, index=face)
    _log.warning("no font for Korean names here; install fonts-noto-cjk or name a font file in view.font")
    fallback = ImageFont.load_default(pixels)
    assert isinstance(fallback, ImageFont.FreeTypeFont)  # noqa: S101 - so with FreeType, which every wheel of Pillow has
    return fallback


def can_write(font: Font, text: str) -> bool:
    """Return whether ``font`` has a shape of its own for each sign of ``text``, not the box for what it lacks."""
    lacking = bytes(font.getmask(_NO_SIGN))
    return all(bytes(font.getmask(sign)) != lacking for sign in text)


_NO_SIGN = "\U0010fffe"
"""No font has one for it."""
