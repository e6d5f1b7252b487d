"""How faces are followed."""

from __future__ import annotations

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["TrackingSettings"]


class TrackingSettings(Section):
    """How faces are followed: times in seconds, reaches in face sizes, so that no value depends on the frame rate."""

    memory_seconds: float = Field(default=30.0, gt=0)
    """How long a track that left keeps its number for a face that comes back and looks the same."""
