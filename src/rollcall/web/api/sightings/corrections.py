"""What a user says of a sighting: who it is, and who it is not."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter

from rollcall.service.people.register import PhotoAnswer
from rollcall.service.sightings.corrections import Corrections
from rollcall.store import SightingRecord, Store
from rollcall.web.api.sightings.sighting_views import SightingView, sighting_view
from rollcall.web.api.sightings.whom import WhomView
from rollcall.web.parts import CorrectionsPart, Operator, StorePart, WorkPart, for_viewers
from rollcall.web.views.records import Number, found
from rollcall.web.views.words import WordsView

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/sightings", tags=["sightings"], dependencies=[for_viewers])


class NamingAnswerView(WordsView):
    """What came of a name."""

    sighting: SightingView
    fault: str | None
    """Why nothing was learned, in one word."""
    looks_like: str | None
    """Name of somebody else whom the face looks like."""


@router.post("/{sighting}/name")
async def name_sighting(
    sighting: Number, whom: WhomView, corrections: CorrectionsPart, store: StorePart, work: WorkPart, caller: Operator
) -> NamingAnswerView:
    """Say who was seen. The picture becomes a photo of the person; a stranger gets the name in every sighting."""
    answer, record = await work.run(partial(_name, corrections, store, sighting, whom))
    detail = f"sighting {sighting}"
    await work.run(partial(store.audit.add, caller.actor, "sighting.name", record.person or "", detail))
    return NamingAnswerView(
        sighting=sighting_view(record), words=answer.words, fault=answer.fault, looks_like=answer.looks_like
    )


@router.post("/{sighting}/reject")
async def reject_sighting(
    sighting: Number, corrections: CorrectionsPart, store: StorePart, work: WorkPart, caller: Operator
) -> SightingView:
    """Say "not this person": the name goes, and faces like it are not taken for that person any more.

    Of a sighting without a name: it is not of this stranger, and becomes another one.
    """
    record = await work.run(partial(_reject, corrections, store, sighting))
    await work.run(partial(store.audit.add, caller.actor, "sighting.reject", str(sighting)))
    return sighting_view(record)


def _name(corrections: Corrections, store: Store, sighting: int, whom: WhomView) -> tuple[PhotoAnswer, SightingRecord]:
    with found():
        store.sightings.get(sighting)
    answer = corrections.name(sighting, person=whom.person, name=whom.name)
    return answer, store.sightings.get(sighting)


def _reject(corrections: Corrections, store: Store, sighting: int) -> SightingRecord:
    with found():
        store.sightings.get(sighting)
    return corrections.reject(sighting)
