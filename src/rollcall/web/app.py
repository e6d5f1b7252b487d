"""The web application: which part answers which address."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import Response

from rollcall import __version__
from rollcall.service import System
from rollcall.view import Feeds
from rollcall.web import compreface
from rollcall.web.access import Access, Authentication
from rollcall.web.api.accounts import audit, keys, session, users
from rollcall.web.api.cameras import cameras, discovery, live, mjpeg, setup
from rollcall.web.api.people import calibration, people, photos, picture_questions
from rollcall.web.api.sightings import corrections, events, sightings, strangers
from rollcall.web.api.system import health, metrics, retention, settings
from rollcall.web.guards.body_limit import BodyLimit
from rollcall.web.guards.bounded_work import BoundedWork
from rollcall.web.guards.headers import SafeHeaders
from rollcall.web.guards.uploads import UploadLimits
from rollcall.web.live.event_ring import EventRing
from rollcall.web.live.video import LiveVideos
from rollcall.web.openapi import describe
from rollcall.web.page_files import serve_pages
from rollcall.web.parts import Parts
from rollcall.web.problems import PROBLEMS, handle_problems, problem_at

__all__ = ["create_app"]

_ROUTERS = (
    health.router,
    metrics.router,
    session.router,
    session.welcome,
    cameras.router,
    setup.router,
    discovery.router,
    mjpeg.router,
    live.router,
    people.router,
    photos.router,
    strangers.router,
    sightings.router,
    corrections.router,
    events.router,
    settings.router,
    retention.router,
    calibration.router,
    users.router,
    keys.router,
    audit.router,
    compreface.subjects.router,
    compreface.faces.router,
)
_UPLOADS = (picture_questions.router, photos.uploads, compreface.faces.uploads, compreface.recognition.router)
"""Where pictures are uploaded."""
_MOST_FIELDS = 10


def create_app(system: System, feeds: Feeds) -> FastAPI:
    """Return the application that shows ``system`` and serves the pictures of ``feeds``.

    ``app.state.parts`` holds what it works with.
    """
    app = FastAPI(
        title="Rollcall",
        version=__version__,
        description="Who is in front of the cameras.",
        openapi_url="/api/v1/openapi.json",
        # Their pages load scripts from elsewhere, which our Content-Security-Policy forbids.
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    parts = app.state.parts = _parts(system, feeds)
    for router in _ROUTERS:
        app.include_router(router)
    for router in _UPLOADS:
        app.include_router(router, form_limits={"max_files": parts.limits.pictures, "max_fields": _MOST_FIELDS})
    serve_pages(app, lambda: system.settings.web.language)
    handle_problems(app)
    describe(app)
    # The last one added is the first one asked.
    app.add_middleware(BodyLimit, upload_bytes=parts.limits.bytes, refuse=problem_at)
    app.add_middleware(Authentication, access=parts.access, refuse=_refuse)
    app.add_middleware(SafeHeaders)
    return app


def _parts(system: System, feeds: Feeds) -> Parts:
    web = system.settings.web
    ring = EventRing()
    system.events.listen(ring.add)
    for erasing in (system.register, system.strangers):
        erasing.when_erased(ring.forget)
    system.adjustments.listen(lambda changed: feeds.follow(changed.view))
    # Models run one at a time anyway; a second picture is decoded meanwhile. More than 16 would wait longer than
    # clients do, each with a picture in memory.
    work = BoundedWork(
        at_once=2, most_waiting=16, refusal="Too many pictures are being worked on; try again in a moment."
    )
    system.metrics.watch_queue("pictures", lambda: work.waiting)
    return Parts(
        system=system,
        feeds=feeds,
        videos=LiveVideos(),
        access=Access(system.store.accounts, web),
        events=ring,
        register=system.register,
        strangers=system.strangers,
        corrections=system.corrections,
        questions=system.questions,
        work=work,
        camera_work=BoundedWork(
            at_once=2, most_waiting=0, refusal="Other cameras are being asked just now; try again in a moment."
        ),
        limits=UploadLimits.of(web),
    )


def _refuse(connection: HTTPConnection, status: int, detail: str) -> Response:
    return problem_at(connection.url.path, status, detail)
