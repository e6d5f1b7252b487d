"""What the cameras do and see now."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, HTTPException
from pydantic import Field

from rollcall.capture import StreamState
from rollcall.identity import Reason, State
from rollcall.service import CameraOrigin, SeenPerson, System, WatchedCamera
from rollcall.web.parts import SystemPart, for_viewers
from rollcall.web.views.faces import FaceView, box_view, face_view
from rollcall.web.views.view import View
from rollcall.web.views.words import ReasonView, WordsView

__all__ = ["CameraView", "camera_view", "router"]

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"], dependencies=[for_viewers])


class SeenView(View):
    """Somebody in the newest analysed frame."""

    track: int
    person: str | None
    name: str | None
    stranger: int | None
    """Number of the stranger that somebody unknown is taken for."""
    ignored: bool
    """Whether nobody wants to hear of that stranger."""
    score: float | None
    """In the gallery's metric."""
    reason: Reason
    box: list[float]
    """x1, y1, x2, y2 in pixels of the camera's picture."""


class CameraView(ReasonView):
    """One camera, now."""

    name: str
    origin: CameraOrigin
    """Where it was named: what stands in the settings is changed there."""
    state: StreamState
    since: float
    """When the state began."""
    retry_at: float | None
    """When it is asked again, where that is due."""
    codec: str
    width: int
    height: int
    frames_per_second: float
    analysed_per_second: float
    people: list[SeenView]
    """In the newest analysed frame."""
    video: str
    """Address of the live picture as MJPEG."""
    snapshot: str
    """Address of the newest picture as a JPEG."""


class TrackView(WordsView):
    """Who somebody before the camera is, and why: every number that the decision was made of."""

    track: int
    state: State
    reason: Reason
    """`words` tell it with its numbers, such as "two candidates within 0.03: A, B"."""
    person: str | None
    name: str | None
    stranger: int | None
    """Number of the stranger that somebody unknown is taken for."""
    ignored: bool
    """Whether nobody wants to hear of that stranger."""
    score: float | None
    """Of the best candidate, named or not."""
    candidate: str | None
    """Name of the best candidate, named or not."""
    runner_up: float | None
    """Score of the second candidate."""
    faces: int
    """Faces that were compared and count."""
    evidence: float
    """Their weight together: 1 is an excellent face, or several fair ones over time."""
    needed: float = Field(description="Evidence that a name needs.")
    threshold: float
    """Least cosine, or greatest distance, of a known person."""
    margin: float
    """How much nearer than the runner-up the best candidate must be."""
    first_seen: float
    last_seen: float
    """Seconds on the camera's own clock."""
    hits: int
    """Frames in which the face was found."""
    face: FaceView
    """As it was in the newest analysed frame."""


@router.get("")
def list_cameras(system: SystemPart) -> list[CameraView]:
    """List the cameras with their state and the people in their newest analysed frame."""
    return [camera_view(camera) for camera in system.cameras.all]


@router.get("/{camera}")
def get_camera(camera: str, system: SystemPart) -> CameraView:
    """Tell the state of one camera."""
    return camera_view(system.cameras.get(camera))


@router.get("/{camera}/tracks")
def list_tracks(camera: str, system: SystemPart) -> list[TrackView]:
    """Tell of everybody in the newest analysed frame who it is and why, or why not."""
    scene = system.cameras.get(camera).pipeline.scenes.value
    return [_track_view(seen, system) for seen in (scene.people if scene else ())]


@router.get("/{camera}/tracks/{track}")
def get_track(camera: str, track: int, system: SystemPart) -> TrackView:
    """Tell of one track in the newest analysed frame who it is and why, or why not."""
    scene = system.cameras.get(camera).pipeline.scenes.value
    for seen in scene.people if scene else ():
        if seen.track.number == track:
            return _track_view(seen, system)
    raise HTTPException(HTTPStatus.NOT_FOUND, f"Track {track} is not in the newest picture of camera '{camera}'.")


def camera_view(camera: WatchedCamera) -> CameraView:
    """Return how a camera is, now."""
    pipeline = camera.pipeline
    status, scene = pipeline.status, pipeline.scenes.value
    return CameraView(
        name=camera.name,
        origin=camera.origin,
        state=status.state,
        reason=status.reason,
        since=status.since,
        retry_at=status.retry_at,
        codec=status.codec,
        width=status.width,
        height=status.height,
        frames_per_second=round(status.frames_per_second, 1),
        analysed_per_second=round(pipeline.analysed_per_second(status), 1),
        people=[_seen_view(seen) for seen in (scene.people if scene else ())],
        video=f"/cameras/{camera.name}/video_feed",
        snapshot=f"/cameras/{camera.name}/snapshot.jpg",
    )


def _seen_view(seen: SeenPerson) -> SeenView:
    decision = seen.decision
    return SeenView(
        track=seen.track.number,
        person=decision.person,
        name=decision.name,
        stranger=decision.stranger,
        ignored=decision.ignored,
        score=None if decision.score is None else round(decision.score, 4),
        reason=decision.reason,
        box=box_view(seen.track.face.box),
    )


def _track_view(seen: SeenPerson, system: System) -> TrackView:
    decision, track, rules = seen.decision, seen.track, system.settings.identity
    return TrackView(
        track=track.number,
        state=decision.state,
        reason=decision.reason,
        words=decision.words,
        person=decision.person,
        name=decision.name,
        stranger=decision.stranger,
        ignored=decision.ignored,
        score=decision.score,
        candidate=decision.candidate,
        runner_up=decision.runner_up,
        faces=decision.faces,
        evidence=decision.evidence,
        needed=rules.evidence,
        threshold=system.questions.threshold,
        margin=rules.margin,
        first_seen=track.first_seen,
        last_seen=track.last_seen,
        hits=track.hits,
        face=face_view(track.face),
    )
