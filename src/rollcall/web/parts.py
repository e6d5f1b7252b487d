"""What the addresses work with, each part under a type of its own: ``def people(register: RegisterPart) -> ...``."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from starlette.requests import HTTPConnection

from rollcall.service import System
from rollcall.service.people.picture_questions import PictureQuestions
from rollcall.service.people.register import Register
from rollcall.service.sightings.corrections import Corrections
from rollcall.service.strangers.stranger_register import StrangerRegister
from rollcall.store import Store
from rollcall.view import Feeds
from rollcall.web.access import Access, Caller, Role
from rollcall.web.guards.bounded_work import BoundedWork
from rollcall.web.guards.uploads import UploadLimits
from rollcall.web.live.event_ring import EventRing
from rollcall.web.live.video import LiveVideos

__all__ = [
    "AccessPart",
    "Admin",
    "CameraWorkPart",
    "CorrectionsPart",
    "EventsPart",
    "FeedsPart",
    "LimitsPart",
    "Operator",
    "Parts",
    "PartsPart",
    "QuestionsPart",
    "RegisterPart",
    "StorePart",
    "StrangersPart",
    "SystemPart",
    "VideosPart",
    "Viewer",
    "WorkPart",
    "for_admins",
    "for_monitors",
    "for_operators",
    "for_viewers",
]


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that is served."""

    system: System
    feeds: Feeds
    videos: LiveVideos
    access: Access
    events: EventRing
    register: Register
    strangers: StrangerRegister
    corrections: Corrections
    questions: PictureQuestions
    work: BoundedWork
    """On uploaded pictures."""
    camera_work: BoundedWork
    """Questions to cameras that are not watched yet."""
    limits: UploadLimits

    @property
    def store(self) -> Store:
        """The system's store."""
        return self.system.store

    def end_streams(self) -> None:
        """End everything that goes on by itself, since the program ends."""
        self.events.close()
        self.feeds.end()


async def _parts(connection: HTTPConnection) -> Parts:
    parts: Parts = connection.app.state.parts
    return parts


def _part(name: str) -> Any:
    # A coroutine, since FastAPI would run a plain function on a thread of its pool.
    async def part(connection: HTTPConnection) -> Any:
        return getattr(connection.app.state.parts, name)

    return Depends(part)


def _at_least(role: Role) -> Any:
    async def check(connection: HTTPConnection) -> Caller:
        caller: Caller | None = connection.state.caller
        if caller is None:
            raise HTTPException(HTTPStatus.UNAUTHORIZED, "Sign in at /login, or send an API key.")
        if not caller.role.includes(role):
            detail = f"This needs the role '{role}'; {caller.name} is '{caller.role}'."
            raise HTTPException(HTTPStatus.FORBIDDEN, detail)
        return caller

    return Depends(check)


PartsPart = Annotated[Parts, Depends(_parts)]
SystemPart = Annotated[System, _part("system")]
StorePart = Annotated[Store, _part("store")]
FeedsPart = Annotated[Feeds, _part("feeds")]
VideosPart = Annotated[LiveVideos, _part("videos")]
AccessPart = Annotated[Access, _part("access")]
EventsPart = Annotated[EventRing, _part("events")]
RegisterPart = Annotated[Register, _part("register")]
StrangersPart = Annotated[StrangerRegister, _part("strangers")]
CorrectionsPart = Annotated[Corrections, _part("corrections")]
QuestionsPart = Annotated[PictureQuestions, _part("questions")]
WorkPart = Annotated[BoundedWork, _part("work")]
CameraWorkPart = Annotated[BoundedWork, _part("camera_work")]
LimitsPart = Annotated[UploadLimits, _part("limits")]

for_monitors, for_viewers, for_operators, for_admins = (_at_least(role) for role in Role)
"""Who may use an address."""

Viewer = Annotated[Caller, for_viewers]
Operator = Annotated[Caller, for_operators]
Admin = Annotated[Caller, for_admins]
"""The same, where the address also wants to know who it is."""
