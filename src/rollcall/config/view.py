"""How the live picture looks."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["ViewSettings"]


class ViewSettings(Section):
    """How the live picture looks."""

    jpeg_quality: int = Field(default=80, ge=1, le=100)
    """Quality of MJPEG pictures; above 90 the bytes double and the eye sees no difference."""
    font: Path | None = None
    """Font file for names. Without it a system font that can write Korean, Noto Sans CJK first."""
    result_seconds: float = Field(default=1.5, gt=0)
    """A result older than this is no longer drawn over the video."""
