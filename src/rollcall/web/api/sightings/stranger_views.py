"""A stranger as the addresses of sightings show one."""

from __future__ import annotations

from rollcall.store import StrangerRecord
from rollcall.web.api.sightings.sighting_views import SightingView
from rollcall.web.views.records import Number
from rollcall.web.views.view import View

__all__ = ["NamedView", "StrangerDetailView", "StrangerMergeView", "StrangerView", "stranger_view"]


class StrangerView(View):
    """Somebody without a name, told apart from everybody else."""

    id: int
    """The number; never given to another one."""
    times: int
    """Number of sightings."""
    first_seen: float
    last_seen: float
    cameras: list[str]
    ignored: bool
    """Whether nobody wants to hear of this face again."""
    person: str | None
    """Id of the person it turned out to be; null for as long as nobody knows."""
    picture: str | None
    """Address of the newest picture of the face; `?side=96` for a small one."""
    pictures: list[str]
    """The newest pictures, each of another sighting."""


class StrangerDetailView(StrangerView):
    """A stranger and the newest sightings."""

    sightings: list[SightingView]
    """The newest ones; `/api/v1/sightings?stranger=` pages through all."""


class StrangerMergeView(View):
    """A stranger who has two numbers."""

    duplicate: Number
    """Number of the stranger whose past goes to this one."""


class NamedView(View):
    """Who a stranger turned out to be."""

    person: str
    """Id of the person."""
    name: str
    sightings: int
    """Past sightings that got the name."""


def stranger_view(stranger: StrangerRecord) -> StrangerView:
    """Return a stranger of the store as it is shown."""
    return StrangerView(
        id=stranger.id,
        times=stranger.times,
        first_seen=stranger.first_seen,
        last_seen=stranger.last_seen,
        cameras=list(stranger.cameras),
        ignored=stranger.ignored,
        person=stranger.person,
        picture=f"/api/v1/strangers/{stranger.id}/picture" if stranger.pictures else None,
        pictures=[f"/api/v1/sightings/{sighting}/snapshot" for sighting in stranger.pictures],
    )
