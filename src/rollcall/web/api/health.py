"""Whether the program is well: one word for everybody, the whole for those who are signed in."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum

from fastapi import APIRouter

from rollcall import __version__
from rollcall.capture import StreamState
from rollcall.service import System
from rollcall.web.api.views import View
from rollcall.web.parts import SystemPart, for_viewers

__all__ = ["router"]

router = APIRouter(tags=["health"])


class Health(StrEnum):
    """How the program is."""

    OK = "ok"
    DEGRADED = "degraded"
    """It runs, but a camera is not live, the store cannot write, or messages do not arrive."""


class HealthView(View):
    """How the program is, in one word."""

    status: Health


class ModelsView(View):
    """The models at work."""

    pack: str
    reason: str
    """Why these were taken."""
    licence: str
    metric: str
    threshold: float
    """Least cosine, or greatest distance, of a known person, as it is at work now."""


class OutputView(View):
    """One way out besides the web: a webhook, a command, or MQTT."""

    name: str
    well: bool
    words: str
    """How it is, in plain words."""
    waiting: int
    """Messages that it has not passed on yet."""
    dropped: int
    """Messages that it gave up since the start."""


class SystemView(HealthView):
    """How the program is, in detail."""

    version: str
    troubles: list[str]
    """What is not well, each in one line."""
    models: ModelsView
    outputs: list[OutputView]
    people: int
    """Who can be recognised now."""
    pictures_bytes: int
    """Size of all kept pictures together."""


@router.get("/health")
async def health(system: SystemPart) -> HealthView:
    """Tell whether the program is well; for monitors, without login."""
    return HealthView(status=Health.DEGRADED if _troubles(system) else Health.OK)


@router.get("/api/v1/system", dependencies=[for_viewers])
def describe_system(system: SystemPart) -> SystemView:
    """Tell how the program is, and with what it works."""
    troubles, pack = _troubles(system), system.pack
    return SystemView(
        status=Health.DEGRADED if troubles else Health.OK,
        version=__version__,
        troubles=troubles,
        models=ModelsView(
            pack=pack.name,
            reason=pack.reason,
            licence=pack.licence,
            metric=system.gallery.metric,
            threshold=system.questions.threshold,
        ),
        outputs=[OutputView(**asdict(state)) for state in system.outputs.all()],
        people=len(system.gallery),
        pictures_bytes=system.store.images.total_bytes(),
    )


def _troubles(system: System) -> list[str]:
    well = {StreamState.LIVE, StreamState.ENDED}
    cameras = ((pipeline.name, pipeline.status) for pipeline in system.pipelines)
    troubles = [
        f"Camera {name} is {status.state}: {status.reason}" for name, status in cameras if status.state not in well
    ]
    troubles += [f"{state}" for state in system.outputs.all() if not state.well]
    return [system.store.trouble, *troubles] if system.store.trouble else troubles
