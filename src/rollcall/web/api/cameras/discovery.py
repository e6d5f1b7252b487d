"""Cameras of the local network, found by ONVIF; for administrators."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, SecretStr

from rollcall.capture.credentials import Credentials
from rollcall.capture.discovery.onvif import DiscoveredCamera, discover, parse_address
from rollcall.web.parts import CameraWorkPart, for_admins
from rollcall.web.views.view import View
from rollcall.web.views.words import PhraseView, phrase_view

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"], dependencies=[for_admins])

Text = Annotated[str, Field(max_length=300)]


class SearchView(View):
    """Where to look for cameras."""

    address: Text | None = None
    """Host, or host:port, of one device; without it the whole network is asked."""
    seconds: float = Field(default=3.0, gt=0, le=10)
    """How long answers are waited for."""
    user: Text = ""
    """User at the cameras. It goes with the password, as a digest, to every device that answers."""
    password: SecretStr = Field(default=SecretStr(""), max_length=300)


class OfferedStreamView(View):
    """One profile of a camera."""

    name: str
    url: str
    """Without user and password, as cameras give it."""
    codec: str
    width: int
    height: int


class FoundCameraView(View):
    """A camera that answered."""

    name: str
    host: str
    problem: str
    """Why there are no streams, in words."""
    problem_phrase: PhraseView | None
    """The problem by its code; null where it has none."""
    streams: list[OfferedStreamView]


@router.post("/discover")
async def discover_cameras(search: SearchView, work: CameraWorkPart) -> list[FoundCameraView]:
    """List the cameras that answer, with the URLs of their streams."""
    address = parse_address(search.address) if search.address else None
    credentials = Credentials(search.user, search.password.get_secret_value()) if search.user else None
    found = await work.run(partial(discover, address, search.seconds, credentials))
    return [_view(camera) for camera in found]


def _view(camera: DiscoveredCamera) -> FoundCameraView:
    return FoundCameraView(
        name=camera.name,
        host=camera.host,
        problem=camera.problem,
        problem_phrase=phrase_view(camera.problem),
        streams=[
            OfferedStreamView(
                name=stream.name, url=str(stream.url), codec=stream.codec, width=stream.width, height=stream.height
            )
            for stream in camera.streams
        ],
    )
