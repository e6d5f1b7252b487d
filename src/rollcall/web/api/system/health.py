"""Whether the program is well: one word for everybody, the whole for those who are signed in."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import HTTPConnection

from rollcall import __version__
from rollcall.capture import StreamState
from rollcall.service import Pipeline, System
from rollcall.web.parts import SystemPart, for_viewers
from rollcall.web.views.view import View
from rollcall.web.views.words import PhraseView, ReasonView, WordsView, phrase_view

__all__ = ["router"]

router = APIRouter(tags=["health"])

_WELL = frozenset({StreamState.LIVE, StreamState.ENDED})


class Health(StrEnum):
    """How the program is."""

    OK = "ok"
    DEGRADED = "degraded"
    """It runs, but a camera is not live or analysed, the store cannot write, the clock cannot be believed,
    or messages do not arrive."""


class HealthView(View):
    """How the program is, in one word."""

    status: Health


class ModelsView(ReasonView):
    """The models at work."""

    pack: str
    licence: str
    metric: str
    threshold: float
    """Least cosine, or greatest distance, of a known person, as it is at work now."""
    detector_engine: str
    embedder_engine: str
    """What runs them, such as "openvino:gpu"."""


class CameraHealthView(ReasonView):
    """How a camera's connection is."""

    name: str
    state: StreamState
    since: float
    """When the state began."""
    retry_at: float | None
    """When it is asked again, where that is due."""
    reconnects: int
    """Connections begun after the first one."""
    trouble: str | None
    """Why its newest picture could not be analysed; null while all is well."""


class StoreHealthView(View):
    """Whether what is seen can be written down."""

    trouble: str | None
    """Why it cannot be, in one line; null while all is well."""
    trouble_phrase: PhraseView | None
    """The same by its code; null where it has none."""
    waiting: int
    """Changes of sightings that wait in memory."""
    dropped_changes: int
    """Those that were given up since the start, since the disk took none for too long."""
    dropped_pictures: int
    """Pictures of sightings that were given up so, while the sightings were kept."""


class OutputView(WordsView):
    """One way out besides the web: a webhook, a command, or MQTT."""

    name: str
    well: bool
    waiting: int
    """Messages that it has not passed on yet."""
    dropped: int
    """Messages that it gave up since the start."""


class SystemView(HealthView):
    """How the program is, in detail."""

    version: str
    troubles: list[str]
    """What is not well, each in one line."""
    trouble_phrases: list[PhraseView | None]
    """The same by their codes; null for what has none."""
    models: ModelsView
    cameras: list[CameraHealthView]
    store: StoreHealthView
    outputs: list[OutputView]
    people: int
    """Who can be recognised now."""
    pictures_bytes: int
    """Size of all kept pictures together."""


@router.get("/health", response_model=SystemView | HealthView)
async def health(system: SystemPart, connection: HTTPConnection) -> HealthView:
    """Tell whether the program is well: for monitors, without login, in one word; for who is signed in, the whole."""
    if connection.state.caller is None:
        return HealthView(status=_health(_troubles(system)))
    return await to_thread.run_sync(describe_system, system)


@router.get("/api/v1/system", dependencies=[for_viewers])
def describe_system(system: SystemPart) -> SystemView:
    """Tell how the program is, and with what it works."""
    troubles = _troubles(system)
    return SystemView(
        status=_health(troubles),
        version=__version__,
        troubles=troubles,
        trouble_phrases=[phrase_view(trouble) for trouble in troubles],
        models=_models(system),
        cameras=[_camera(pipeline) for pipeline in system.pipelines],
        store=_store(system),
        outputs=[OutputView(**asdict(state)) for state in system.outputs.all()],
        people=len(system.gallery),
        pictures_bytes=system.store.images.total_bytes(),
    )


def _health(troubles: list[str]) -> Health:
    return Health.DEGRADED if troubles else Health.OK


def _models(system: System) -> ModelsView:
    pack = system.pack
    return ModelsView(
        pack=pack.name,
        reason=pack.reason,
        licence=pack.licence,
        metric=system.gallery.metric,
        threshold=system.questions.threshold,
        detector_engine=pack.detector.engine,
        embedder_engine=pack.embedder.engine,
    )


def _store(system: System) -> StoreHealthView:
    trouble, lost = system.store_trouble, system.lost
    return StoreHealthView(
        trouble=trouble,
        trouble_phrase=phrase_view(trouble),
        waiting=system.unwritten,
        dropped_changes=lost.changes,
        dropped_pictures=lost.pictures,
    )


def _camera(pipeline: Pipeline) -> CameraHealthView:
    status = pipeline.status
    return CameraHealthView(
        name=pipeline.name,
        state=status.state,
        reason=status.reason,
        since=status.since,
        retry_at=status.retry_at,
        reconnects=status.reconnects,
        trouble=pipeline.trouble,
    )


def _troubles(system: System) -> list[str]:
    cameras = [(pipeline, pipeline.status) for pipeline in system.pipelines]
    return [
        *(trouble for trouble in (system.store_trouble, system.clock_doubt) if trouble),
        *(f"Camera {each.name} is {how.state}: {how.reason}" for each, how in cameras if how.state not in _WELL),
        *(f"Pictures of {each.name} cannot be analysed: {each.trouble}" for each, _ in cameras if each.trouble),
        *(str(state) for state in system.outputs.all() if not state.well),
    ]
