"""The web application: which part answers which address."""

from __future__ import annotations

from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse

from rollcall import __version__
from rollcall.service import System
from rollcall.view import Feeds
from rollcall.web import cameras, live

__all__ = ["create_app"]

_PAGES = files("rollcall.web") / "static"


def create_app(system: System, feeds: Feeds) -> FastAPI:
    """Return the application that shows ``system`` and serves the pictures of ``feeds``."""
    app = FastAPI(title="Rollcall", version=__version__, description="Who is in front of the cameras.")
    app.include_router(live.router(feeds))
    app.include_router(cameras.router(system))

    @app.get("/", include_in_schema=False)
    def live_page() -> HTMLResponse:
        return HTMLResponse((_PAGES / "live.html").read_text(encoding="utf-8"))

    @app.get("/static/{name}", include_in_schema=False, response_model=None)
    def static_file(name: str) -> FileResponse | HTMLResponse:
        # Only names that lie in the package's own folder; a path cannot be among them.
        known = {entry.name: entry for entry in _PAGES.iterdir() if entry.is_file()}
        return FileResponse(str(known[name])) if name in known else HTMLResponse("Not found", status_code=404)

    return app
