"""What the API shows of events."""

from __future__ import annotations

from rollcall.service import Event, EventKind
from rollcall.web.views.words import ReasonView

__all__ = ["EventView", "event_view"]


class EventView(ReasonView):
    """Something that happened before a camera."""

    id: str
    """Its place in the row of events; ask for what comes after it."""
    kind: EventKind
    time: float
    camera: str
    track: int
    sighting: int | None
    """Its number, for the snapshot and for later; null where the store could not take it."""
    person: str | None
    name: str | None
    stranger: int | None
    """Number of the stranger that somebody unknown is taken for."""
    score: float | None
    start: float
    """When the stay began."""


def event_view(event: Event, place: str) -> EventView:
    """Return an event as the API shows it, without its picture; ``place``: its id."""
    seen = event.sighting
    return EventView(
        id=place,
        kind=event.kind,
        time=seen.end,
        camera=seen.camera,
        track=seen.track,
        sighting=seen.id,
        person=seen.person,
        name=seen.name,
        stranger=seen.stranger,
        score=None if seen.score is None else float(seen.score),
        reason=seen.reason,
        start=seen.start,
    )
