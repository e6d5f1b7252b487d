"""When a track gets a name."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["IdentitySettings"]


class IdentitySettings(Section):
    """When a track gets a name, and how many of its faces are embedded for it.

    Closeness is the cosine, or the negative Euclidean distance: what is said of it holds for both metrics.
    """

    metric: Literal["cosine", "euclidean"] | None = None
    """How embeddings are compared: cosine similarity (higher is nearer) or Euclidean distance (lower is nearer).
    Without it the model pack's own."""
    threshold: float | None = Field(default=None, gt=0)
    """Least cosine or greatest distance of a known person. Without it the model pack's own."""
    margin: float = Field(default=0.05, ge=0)
    """How much nearer than the runner-up a person must be. With 300 people enrolled 0.05 halves the cases in which one
    is taken for another and costs hardly a name; against strangers it does not help, the threshold does."""
    hold: float = Field(default=0.06, ge=0)
    """How far below the threshold a name that was given may fall before it is lost, so that names do not flicker."""
    evidence: float = Field(default=0.5, gt=0)
    """Weight of embedded faces a name needs: an excellent face weighs 1, one of 28 pixels 0.64, a blurred one 0.2;
    faces close in time share their weight."""
    smallest_face: float = Field(default=24.0, ge=0)
    """Side in pixels below which a face is not embedded: an embedder that sees 112 pixels knows nobody by it."""
    poorest_face: float = Field(default=0.05, ge=0, le=1)
    """Weight below which a face is not embedded: so blurred or cut off that its embedding is noise."""
    attempts_unnamed: int = Field(default=6, ge=1)
    """Faces of a track that are embedded at most in its first minute without a name; what the tracker doubts goes on
    top."""
    attempts_settled: int = Field(default=2, ge=1)
    """The same for each later minute, and for every minute with a name."""
    forget_seconds: float = Field(default=60.0, gt=0)
    """How long the evidence of a track is kept after it was last seen; longer than the tracker's own memory."""
    enter_seconds: float = Field(default=0.5, ge=0)
    """How long a stranger must be seen before a stay begins: mistakes of a detector last a frame or two. Somebody known
    enters at once."""
    absence_seconds: float = Field(default=10.0, gt=0)
    """Out of sight for longer than this ends a stay: a turned head, a dropout or somebody walking past does not."""
