"""What the cameras do and see now, as JSON."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from rollcall.service import Pipeline, System

__all__ = ["router"]


class SeenView(BaseModel):
    """Somebody in the newest analysed frame."""

    track: int
    name: str | None
    score: float | None
    """In the gallery's metric."""
    reason: str
    box: list[float]
    """x1, y1, x2, y2 in pixels of the camera's picture."""


class CameraView(BaseModel):
    """One camera, now."""

    name: str
    state: str
    reason: str
    """The state in words."""
    width: int
    height: int
    frames_per_second: float
    analysed_per_second: float
    people: list[SeenView]


def router(system: System) -> APIRouter:
    """Return the addresses of the cameras."""
    routes = APIRouter(prefix="/api/v1", tags=["cameras"])

    @routes.get("/cameras")
    def cameras() -> list[CameraView]:
        """List the cameras with their state and the people in their newest analysed frame."""
        return [_view(pipeline) for pipeline in system.pipelines]

    return routes


def _view(pipeline: Pipeline) -> CameraView:
    status, scene = pipeline.status, pipeline.scenes.value
    return CameraView(
        name=pipeline.name,
        state=status.state.value,
        reason=status.reason,
        width=status.width,
        height=status.height,
        frames_per_second=status.frames_per_second,
        analysed_per_second=pipeline.analysed_per_second,
        people=[
            SeenView(
                track=entry.track.number,
                name=entry.decision.name,
                score=entry.decision.score,
                reason=str(entry.decision.reason),
                box=[round(float(value), 1) for value in entry.track.face.box],
            )
            for entry in (scene.people if scene else ())
        ],
    )
