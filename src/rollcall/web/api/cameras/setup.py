"""Adding, changing, removing and trying cameras, and the regions that they ignore; for administrators."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, SecretStr

from rollcall.capture import CameraStream, StreamState
from rollcall.capture.stream_trial import StreamTrial, try_stream
from rollcall.config import CAMERA_NAME
from rollcall.service import CameraOrigin, System, WatchedCamera
from rollcall.web.api.cameras.cameras import CameraView, camera_view
from rollcall.web.api.cameras.sources import source_from_web
from rollcall.web.parts import Admin, CameraWorkPart, StorePart, SystemPart, for_admins
from rollcall.web.views.view import View
from rollcall.web.views.words import ReasonView

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"], dependencies=[for_admins])

_MOST_MASKS, _MOST_POINTS = 32, 100
_TRIAL_SECONDS = 12.0
"""Longer than any camera needs that works, and then enough to tell its rate."""

Url = Annotated[SecretStr, Field(max_length=2000, description="Such as `rtsp://user:password@host:554/path`.")]
Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[Share, Share]
Region = Annotated[list[Point], Field(min_length=3, max_length=_MOST_POINTS)]


class NewCameraView(View):
    """A camera that is to be watched."""

    name: str = Field(pattern=CAMERA_NAME)
    """Letters of any script, digits, dot, hyphen and underscore."""
    url: Url


class CameraChangeView(View):
    """What is to change; what is not given stays."""

    name: str | None = Field(default=None, pattern=CAMERA_NAME)
    """Masks and sightings go with it, and the camera is connected to anew. Alerts of `rollcall.yaml` do not follow."""
    url: Url | None = None
    """With `***` in place of the password it is kept, as long as host and port are the same."""


class TrialView(View):
    """A source that is to be tried."""

    url: Url
    camera: str | None = None
    """The camera whose password `***` stands for."""


class TrialResultView(ReasonView):
    """What a source sends."""

    works: bool
    """If not, `reason` says why there is no picture."""
    codec: str
    width: int
    height: int
    frames_per_second: float


class MasksView(View):
    """Regions in which nobody is looked for."""

    masks: list[Region] = Field(max_length=_MOST_MASKS)
    """Polygons: points x, y from 0 at the left and top edge of the picture to 1."""


class CameraSetupView(MasksView):
    """How a camera is set up."""

    name: str
    origin: CameraOrigin
    url: str
    """Its password is `***`."""
    alerts: list[str]
    """Alerts of `rollcall.yaml` that name the camera, and do not follow it to another name."""


@router.post("", status_code=HTTPStatus.CREATED)
def add_camera(new: NewCameraView, system: SystemPart, store: StorePart, caller: Admin) -> CameraView:
    """Watch a camera from now on; one that does not answer is tried again and again."""
    camera = system.cameras.add(new.name, source_from_web(new.url.get_secret_value()))
    store.audit.add(caller.actor, "camera.add", camera.name, str(camera.settings.url))
    return camera_view(camera)


@router.get("/{camera}/setup")
def get_setup(camera: str, system: SystemPart) -> CameraSetupView:
    """Tell where a camera's video comes from, without the password, and what it ignores."""
    return _setup_view(system, system.cameras.get(camera))


@router.patch("/{camera}")
def change_camera(
    camera: str, change: CameraChangeView, system: SystemPart, store: StorePart, caller: Admin
) -> CameraView:
    """Take the video from elsewhere, or call the camera something else.

    A camera that is live goes on as it was until the other source shows a picture.
    """
    kept = system.cameras.get(camera).settings.url
    source = None if change.url is None else source_from_web(change.url.get_secret_value(), kept)
    changed = system.cameras.change(camera, source, new_name=change.name)
    if changed.name != camera:
        store.audit.add(caller.actor, "camera.rename", camera, f"now {changed.name}")
    if source is not None:
        store.audit.add(caller.actor, "camera.change", changed.name, str(source))
    return camera_view(changed)


@router.delete("/{camera}", status_code=HTTPStatus.NO_CONTENT)
def remove_camera(camera: str, system: SystemPart, store: StorePart, caller: Admin) -> None:
    """Watch a camera no more, and forget its URL and masks. What it has seen stays."""
    system.cameras.remove(camera)
    store.audit.add(caller.actor, "camera.remove", camera)


@router.put("/{camera}/masks")
def put_masks(camera: str, masks: MasksView, system: SystemPart, store: StorePart, caller: Admin) -> CameraSetupView:
    """Look for nobody in these regions from now on, in place of those before; also where the camera is fixed."""
    system.cameras.mask(camera, tuple(tuple(region) for region in masks.masks))
    store.audit.add(caller.actor, "camera.mask", camera, f"{len(masks.masks)} regions")
    return _setup_view(system, system.cameras.get(camera))


@router.post("/test")
async def test_camera(trial: TrialView, system: SystemPart, work: CameraWorkPart) -> TrialResultView:
    """Connect to a source for at most some ten seconds and tell what it sends, or why there is no picture."""
    kept = system.cameras.get(trial.camera).settings.url if trial.camera is not None else None
    source = source_from_web(trial.url.get_secret_value(), kept)
    stream = CameraStream("trial", source, system.settings.capture)
    return _trial_view(await work.run(partial(try_stream, stream, _TRIAL_SECONDS, StreamTrial.shows_rate)))


def _setup_view(system: System, camera: WatchedCamera) -> CameraSetupView:
    return CameraSetupView(
        name=camera.name,
        origin=camera.origin,
        url=str(camera.settings.url),
        masks=[list(mask) for mask in system.cameras.masks(camera.name)],
        alerts=[alert.name for alert in system.settings.alerts if camera.name in alert.cameras],
    )


def _trial_view(trial: StreamTrial) -> TrialResultView:
    status = trial.status
    works = status.state is StreamState.LIVE
    return TrialResultView(
        works=works,
        reason="" if works else status.reason or "no picture came in time",
        codec=status.codec,
        width=status.width,
        height=status.height,
        frames_per_second=round(status.frames_per_second, 1),
    )
