"""The calibration of the gallery: begun, watched, and its report; for administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Response
from pydantic import Field

from rollcall.identity import Metric
from rollcall.identity.calibration.calibration import Calibration
from rollcall.identity.calibration.doubtful_photos import Doubt, DoubtfulPhoto
from rollcall.identity.calibration.lookalikes import Lookalikes
from rollcall.identity.calibration.report import draw_calibration, tell_calibration
from rollcall.service.people.calibrating import CalibrationState
from rollcall.web.parts import Admin, StorePart, SystemPart, for_admins
from rollcall.web.views.view import View
from rollcall.web.views.words import PhraseView, phrase_view

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/calibration", tags=["settings"], dependencies=[for_admins])

_SVG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/svg+xml": {}}}}
_DIGITS = 2
"""As the settings' own steps; a third digit would say more than was measured."""


class NewCalibrationView(View):
    """What is to be measured."""

    false_names: float = Field(default=0.001, ge=1e-6, le=0.5)
    """Share of strangers who may get a name."""


class DoubtfulPhotoView(View):
    """A photo that spoils the gallery, or adds nothing to it."""

    person: str
    """Id."""
    name: str
    photo: int | None
    """Number of the photo; null for an embedding that came without one."""
    doubt: Doubt
    words: str
    own: float | None
    """Likeness to the other photos of the person, in the metric."""
    other: float | None
    """Likeness to the nearest other person."""
    other_name: str | None


class LookalikesView(View):
    """Two people who are alike."""

    first: str
    second: str
    score: float
    """In the metric."""
    confusable: bool
    """Whether a photo of the one may pass the threshold of the other."""


class CalibrationReportView(View):
    """What was found, and what is proposed."""

    metric: Metric
    people: int
    false_names: float
    threshold: float
    """Proposed, in the metric."""
    margin: float
    """Proposed."""
    missed: float | None
    """Share of the gallery's own photos that the others would not recognise; null where nobody has two."""
    alone: list[str]
    """Names of those with one photo only, which nothing can be checked against."""
    doubtful: list[DoubtfulPhotoView]
    lookalikes: list[LookalikesView]
    """The most alike first."""
    words: list[str]
    """The whole in plain words."""


class CalibrationView(View):
    """How far the newest measurement is."""

    running: bool
    progress: float
    """0..1."""
    finished: float | None
    error: str
    """Why nothing came of it."""
    error_phrase: PhraseView | None
    """The same by its code; null where it has none."""
    report: CalibrationReportView | None


@router.post("", status_code=HTTPStatus.ACCEPTED)
def start_calibration(new: NewCalibrationView, system: SystemPart, store: StorePart, caller: Admin) -> CalibrationView:
    """Begin to measure the gallery; the cameras go on meanwhile."""
    system.calibrating.start(new.false_names)
    store.audit.add(caller.actor, "calibration.start", "", f"{new.false_names:g} false names")
    return get_calibration(system)


@router.get("")
def get_calibration(system: SystemPart) -> CalibrationView:
    """Tell how far the newest measurement is, and what it found."""
    state = system.calibrating.state
    return CalibrationView(
        running=state.running,
        progress=state.progress,
        finished=state.finished,
        error=state.error,
        error_phrase=phrase_view(state.error),
        report=None if state.result is None else _report(state.result, state),
    )


@router.get("/plot.svg", response_class=Response, responses=_SVG)
def get_plot(system: SystemPart) -> Response:
    """Draw how near photos are to their own person and to the nearest other one, with the proposed threshold."""
    result = system.calibrating.state.result
    if result is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Nothing was measured yet: POST /api/v1/calibration.")
    return Response(draw_calibration(result), media_type="image/svg+xml")


def _report(result: Calibration, state: CalibrationState) -> CalibrationReportView:
    return CalibrationReportView(
        metric=result.metric,
        people=result.people,
        false_names=result.rate,
        threshold=round(result.threshold, _DIGITS),
        margin=round(result.margin, _DIGITS),
        missed=result.missed,
        alone=[score.person for score in result.scores if score.own is None],
        doubtful=[_doubtful(photo, result.metric, state) for photo in result.doubtful],
        lookalikes=[_lookalikes(pair) for pair in result.lookalikes],
        words=list(tell_calibration(result)),
    )


def _doubtful(photo: DoubtfulPhoto, metric: Metric, state: CalibrationState) -> DoubtfulPhotoView:
    score = photo.score
    return DoubtfulPhotoView(
        person=score.person_id,
        name=score.person,
        photo=state.photo_of(score),
        doubt=photo.doubt,
        words=photo.words,
        own=None if score.own is None else round(metric.to_score(score.own), _DIGITS),
        other=None if score.other is None else round(metric.to_score(score.other), _DIGITS),
        other_name=score.other_name,
    )


def _lookalikes(pair: Lookalikes) -> LookalikesView:
    return LookalikesView(
        first=pair.first, second=pair.second, score=round(pair.score, _DIGITS), confusable=pair.confusable
    )
