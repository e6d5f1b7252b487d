"""What has been kept for long enough: what would go, and letting it go now; for administrators."""

from __future__ import annotations

import time

from fastapi import APIRouter

from rollcall.errors import StoreError
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
    audit: int
    """Lines of the audit log."""
    over_cap: int
    """The oldest snapshots beyond the size that all pictures together may have."""


@router.get("")
def find_outdated(store: StorePart) -> OutdatedView:
    """Tell what would be deleted now; nothing is."""
    return _view(store.retention.find(time.time()))


@router.post("")
def delete_outdated(store: StorePart, caller: Admin) -> OutdatedView:
    """Delete what is outdated now, as is done every hour, and tell how much it was.

    This is refused while the clock cannot be believed.
    """
    now = time.time()
    doubt = store.clock.doubt(now)
    if doubt is not None:
        raise StoreError(doubt)
    gone = store.retention.apply(now)
    told = (
        f"{gone.sightings} sightings, {gone.snapshots + gone.over_cap} snapshots, {gone.strangers} strangers,"
        f" {gone.audit} lines of this log"
    )
    store.audit.add(caller.actor, "retention.apply", "", told)
    return _view(gone)


def _view(outdated: Outdated) -> OutdatedView:
    return OutdatedView(
        sightings=outdated.sightings,
        snapshots=outdated.snapshots,
        strangers=outdated.strangers,
        audit=outdated.audit,
        over_cap=outdated.over_cap,
    )
