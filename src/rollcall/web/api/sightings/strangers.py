"""Who came without a name, and who they are."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from rollcall.store import SightingFilter, Store, StrangerOrder
from rollcall.web.api.sightings.sighting_views import sighting_view
from rollcall.web.api.sightings.stranger_views import (
    NamedView,
    StrangerDetailView,
    StrangerMergeView,
    StrangerView,
    stranger_view,
)
from rollcall.web.api.sightings.whom import WhomView
from rollcall.web.kept_pictures import PICTURE, Side, picture_response
from rollcall.web.parts import Operator, StorePart, StrangersPart, for_viewers
from rollcall.web.views.records import After, Limit, Number, PageView, found, page_view

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/strangers", tags=["strangers"], dependencies=[for_viewers])

_NEWEST = 60


@router.get("")
def list_strangers(
    store: StorePart,
    ignored: Annotated[bool, Query(description="True for those of whom nobody wants to hear.")] = False,
    order: Annotated[StrangerOrder, Query(description="Who comes first: seen last, or seen most often.")] = (
        StrangerOrder.RECENT
    ),
    limit: Limit = 100,
    after: After = None,
) -> PageView[StrangerView]:
    """Page through the people whom nobody has named."""
    return page_view(store.strangers.page(ignored=ignored, order=order, limit=limit, after=after), stranger_view)


@router.get("/count")
def count_strangers(
    store: StorePart,
    ignored: Annotated[bool, Query(description="True for those of whom nobody wants to hear.")] = False,
) -> int:
    """Tell how many strangers there are."""
    return store.strangers.count(ignored=ignored)


@router.get("/{stranger}")
def get_stranger(stranger: Number, store: StorePart) -> StrangerDetailView:
    """Tell of one stranger."""
    with found():
        view = stranger_view(store.strangers.get(stranger))
    newest = store.sightings.page(SightingFilter(stranger=stranger), limit=_NEWEST)
    return StrangerDetailView(**view.model_dump(), sightings=[sighting_view(each) for each in newest.items])


@router.get("/{stranger}/alike")
def list_alike(
    stranger: Number, store: StorePart, register: StrangersPart, limit: Annotated[int, Query(ge=1, le=100)] = 12
) -> list[StrangerView]:
    """List the other strangers who it could be, ignored ones too, the one who looks most like this one first."""
    _require(store, stranger)
    return [stranger_view(each) for each in store.strangers.some(register.strangers.alike(stranger, limit))]


@router.get("/{stranger}/picture", response_class=Response, responses=PICTURE)
def get_picture(stranger: Number, request: Request, store: StorePart, side: Side = None) -> Response:
    """Return the newest picture of the face as a JPEG."""
    with found():
        pictures = store.strangers.get(stranger).pictures
        name = store.sightings.get(pictures[0]).image if pictures else None
        if name is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"Stranger {stranger} has no picture.")
        return picture_response(request, store.images, name, side)


@router.post("/{stranger}/name")
def name_stranger(
    stranger: Number, whom: WhomView, register: StrangersPart, store: StorePart, caller: Operator
) -> NamedView:
    """Say who a stranger is: past sightings get the name, and the person is recognised from now on.

    The best snapshots become photos of the person, who is added where nobody bears the name. `DELETE` takes it back.
    """
    _require(store, stranger)
    person, sightings = register.name(stranger, person=whom.person, name=whom.name)
    store.audit.add(caller.actor, "stranger.name", person.id, f"stranger {stranger}, {sightings} sightings")
    return NamedView(person=person.id, name=person.name, sightings=sightings)


@router.delete("/{stranger}/name")
def unname_stranger(stranger: Number, register: StrangersPart, store: StorePart, caller: Operator) -> StrangerView:
    """Take back a wrong name: the stranger is there again, and all its sightings lose the name at once.

    What naming let the person be recognised by goes, and so does a person who was added by it and of whom nothing else
    is known. This works for the 16 newest names since the program started. What was said singly of a sighting since
    then stays, and so do sightings in which a camera recognised the person since then: correct those one by one.
    """
    _require(store, stranger)
    found_again = register.unname(stranger)
    store.audit.add(caller.actor, "stranger.unname", str(stranger), f"{found_again.times} sightings")
    return stranger_view(found_again)


@router.post("/{stranger}/merge")
def merge_strangers(
    stranger: Number, merge: StrangerMergeView, register: StrangersPart, store: StorePart, caller: Operator
) -> StrangerView:
    """Make one stranger of two: the past of `duplicate` goes to this one, and so does what comes.

    `DELETE /merge/{duplicate}` takes it back.
    """
    if stranger == merge.duplicate:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "A stranger cannot be merged with the same stranger.")
    _require(store, stranger, merge.duplicate)
    merged = register.merge(stranger, merge.duplicate)
    store.audit.add(caller.actor, "stranger.merge", str(stranger), f"with {merge.duplicate}")
    return stranger_view(merged)


@router.delete("/{stranger}/merge/{duplicate}")
def unmerge_strangers(
    stranger: Number, duplicate: Number, register: StrangersPart, store: StorePart, caller: Operator
) -> StrangerView:
    """Take back a wrong merge: `duplicate` is there again with every sighting that it had, and is returned.

    What was said of either before holds again, and the two are kept apart from now on. Who came since the merge stays
    with this stranger, unless it looks more like the duplicate. This works for the 16 newest merges since the program
    started, for as long as this stranger has no name and is not merged with another one: take that back first. What
    was said singly of a sighting since then stays.
    """
    _require(store, stranger)
    found_again = register.unmerge(stranger, duplicate)
    store.audit.add(caller.actor, "stranger.unmerge", str(stranger), f"from {duplicate}")
    return stranger_view(found_again)


@router.post("/{stranger}/ignore")
def ignore_stranger(stranger: Number, register: StrangersPart, store: StorePart, caller: Operator) -> StrangerView:
    """Let this face raise no event any more; its sightings are still kept."""
    _require(store, stranger)
    ignored = register.ignore(stranger)
    store.audit.add(caller.actor, "stranger.ignore", str(stranger))
    return stranger_view(ignored)


@router.post("/{stranger}/heed")
def heed_stranger(stranger: Number, register: StrangersPart, store: StorePart, caller: Operator) -> StrangerView:
    """Take back `ignore`."""
    _require(store, stranger)
    heeded = register.heed(stranger)
    store.audit.add(caller.actor, "stranger.heed", str(stranger))
    return stranger_view(heeded)


@router.delete("/{stranger}", status_code=HTTPStatus.NO_CONTENT)
def erase_stranger(stranger: Number, register: StrangersPart, caller: Operator) -> None:
    """Erase a stranger: every sighting, snapshot and embedding. Only a line of the audit log tells of it."""
    with found():
        register.erase(stranger, caller.actor)


def _require(store: Store, *numbers: int) -> None:
    with found():
        for number in numbers:
            store.strangers.get(number)
