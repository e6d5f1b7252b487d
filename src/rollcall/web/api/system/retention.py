"""What has been kept for long enough: what would go, and letting it go now; for administrators."""

from __future__ import annotations

import time

from fastapi import APIRouter

from rollcall.store import Outdated
from rollcall.web.parts import Admin, StorePart, for_admins
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/retention", tags=["settings"], dependencies=[for_admins])


class OutdatedView(View):
    """How much has been kept for long enough, by the settings `store.*_days` and `store.images_gigabytes`."""

    sightings: int
    snapshots: int
    """Those of sightings that stay."""
    strangers: int
    over_cap: int
    """The oldest snapshots beyond the size that all pictures together may have."""


@router.get("")
def find_outdated(store: StorePart) -> OutdatedView:
    """Tell what would be deleted now; nothing is."""
    return _view(store.retention.find(time.time()))


@router.post("")
def delete_outdated(store: StorePart, caller: Admin) -> OutdatedView:
    """Delete what is outdated now, as is done every hour, and tell how much it was."""
    gone = store.retention.apply(time.time())
    told = f"{gone.sightings} sightings, {gone.snapshots + gone.over_cap} snapshots, {gone.strangers} strangers"
    store.audit.add(caller.actor, "retention.apply", "", told)
    return _view(gone)


def _view(outdated: Outdated) -> OutdatedView:
    return OutdatedView(
        sightings=outdated.sightings,
        snapshots=outdated.snapshots,
        strangers=outdated.strangers,
        over_cap=outdated.over_cap,
    )
