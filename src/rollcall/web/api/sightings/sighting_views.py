"""What the API shows of sightings."""

from __future__ import annotations

from rollcall.store import SightingRecord
from rollcall.web.views.words import ReasonView

__all__ = ["SightingView", "sighting_view"]


class SightingView(ReasonView):
    """One stay before one camera."""

    id: int
    camera: str
    track: int
    start: float
    end: float
    """Moves on while the person stays."""
    person: str | None
    """Id of the person; null for a stranger."""
    stranger: int | None
    """Number of the stranger, where the stay belongs to one."""
    name: str | None
    score: float | None
    """Best match of the stay, in the gallery's metric."""
    said: bool
    """Whether a user said who it is, or is not; the program says nothing else any more."""
    snapshot: str | None
    """Address of the best picture of the face; `?side=96` for a small one."""


def sighting_view(sighting: SightingRecord) -> SightingView:
    """Return a sighting as the API shows it."""
    return SightingView(
        id=sighting.id,
        camera=sighting.camera,
        track=sighting.track,
        start=sighting.start,
        end=sighting.end,
        person=sighting.person,
        stranger=sighting.stranger,
        name=sighting.name,
        score=sighting.score,
        reason=sighting.reason,
        said=sighting.said,
        snapshot=f"/api/v1/sightings/{sighting.id}/snapshot" if sighting.image else None,
    )
