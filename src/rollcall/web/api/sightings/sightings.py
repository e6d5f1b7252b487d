"""Who was seen, where and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse

from rollcall.store import SightingFilter, SightingRecord, Store
from rollcall.web.api.sightings.sighting_views import SightingView, sighting_view
from rollcall.web.kept_pictures import PICTURE, Side, picture_response
from rollcall.web.parts import StorePart, Viewer, for_viewers
from rollcall.web.views.records import After, Limit, Number, PageView, found, page_view

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/sightings", tags=["sightings"], dependencies=[for_viewers])

_CSV_PAGE = 1000
_CSV_COLUMNS = ("id", "camera", "start", "end", "seconds", "person", "stranger", "name", "score", "reason")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets."""


async def _filter(
    camera: Annotated[str | None, Query(max_length=100)] = None,
    person: Annotated[str | None, Query(max_length=100, description="Id of a person.")] = None,
    stranger: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    known: Annotated[bool | None, Query(description="True for people with a name, false for strangers.")] = None,
    since: Annotated[float | None, Query(description="Only stays that ended at or after this time.")] = None,
    until: Annotated[float | None, Query(description="Only stays that began before this time.")] = None,
) -> SightingFilter:
    return SightingFilter(camera, person, stranger, known, since, until)


Filter = Annotated[SightingFilter, Depends(_filter)]


@router.get("")
def list_sightings(store: StorePart, which: Filter, limit: Limit = 100, after: After = None) -> PageView[SightingView]:
    """Page through the sightings, latest start first."""
    return page_view(store.sightings.page(which, limit=limit, after=after), sighting_view)


@router.get("/count")
def count_sightings(store: StorePart, which: Filter) -> int:
    """Tell how many sightings there are."""
    return store.sightings.count(which)


@router.get("/csv", response_class=StreamingResponse, responses={200: {"content": {"text/csv": {}}}})
def export_sightings(store: StorePart, which: Filter, caller: Viewer) -> StreamingResponse:
    """Export the sightings as a table for a spreadsheet: UTF-8 with a byte order mark, times in UTC."""
    store.audit.add(caller.actor, "sightings.export")
    headers = {"Content-Disposition": 'attachment; filename="sightings.csv"'}
    return StreamingResponse(_csv(store, which), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{sighting}")
def get_sighting(sighting: Number, store: StorePart) -> SightingView:
    """Tell of one sighting."""
    with found():
        return sighting_view(store.sightings.get(sighting))


@router.get("/{sighting}/snapshot", response_class=Response, responses=PICTURE)
def get_snapshot(sighting: Number, request: Request, store: StorePart, side: Side = None) -> Response:
    """Return the best picture of the face as a JPEG."""
    with found():
        name = store.sightings.get(sighting).image
        if name is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"Sighting {sighting} has no picture.")
        return picture_response(request, store.images, name, side)


def _csv(store: Store, which: SightingFilter) -> Iterator[str]:
    """Yield the table page by page, so that memory does not grow with it."""
    # Without the mark Excel takes UTF-8 for the machine's own code page.
    yield "\ufeff" + _lines([_CSV_COLUMNS])
    after = None
    while True:
        page = store.sightings.page(which, limit=_CSV_PAGE, after=after)
        yield _lines([_row(sighting) for sighting in page.items])
        after = page.next
        if after is None:
            return


def _lines(rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue()


def _row(sighting: SightingRecord) -> tuple[Any, ...]:
    times = (datetime.fromtimestamp(time, UTC).isoformat(timespec="seconds") for time in (sighting.start, sighting.end))
    score = None if sighting.score is None else round(sighting.score, 4)
    seconds = round(sighting.end - sighting.start, 1)
    who = (sighting.person, sighting.stranger, sighting.name)
    return (sighting.id, sighting.camera, *times, seconds, *who, score, sighting.reason)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
