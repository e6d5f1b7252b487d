"""When a track gets a name."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["IdentitySettings"]


class IdentitySettings(Section):
    """When a track gets a name."""

    metric: Literal["cosine", "euclidean"] | None = None
    """How embeddings are compared: cosine similarity (higher is nearer) or Euclidean distance (lower is nearer).
    Without it the model pack's own."""
    threshold: float | None = Field(default=None, gt=0)
    """Least cosine or greatest distance of a known person. Without it the model pack's own."""
