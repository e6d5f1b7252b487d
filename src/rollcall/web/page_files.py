"""The pages and their files, as they lie in ``static/``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse

__all__ = ["serve_pages"]

_STATIC = files("rollcall.web") / "static"
_PAGES = {
    "/": "live.html",
    "/people": "people.html",
    "/strangers": "strangers.html",
    "/history": "history.html",
    "/cameras": "cameras.html",
    "/settings": "settings.html",
    "/status": "health.html",
    "/login": "login.html",
}
_ROOT = "<html"
_FRESH = {"Cache-Control": "no-cache"}


def serve_pages(app: FastAPI, language: Callable[[], str]) -> None:
    """Let ``app`` serve the pages; ``language``: what they are told for visitors who have chosen none."""
    # Only names that lie in the package's own folder; a path cannot be among them.
    known = {entry.name: str(entry) for entry in _STATIC.iterdir() if entry.is_file()}

    for address, name in _PAGES.items():
        app.add_api_route(address, _page(known[name], language), include_in_schema=False, response_class=HTMLResponse)

    @app.get("/static/{name}", include_in_schema=False)
    async def static_file(name: str) -> FileResponse:
        if name not in known:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return FileResponse(known[name], headers=_FRESH)


def _page(path: str, language: Callable[[], str]) -> Callable[[], Awaitable[HTMLResponse]]:
    text = Path(path).read_text("utf-8")

    async def page() -> HTMLResponse:
        # The sign-in page is to be in the right language too, and nobody can ask for settings there.
        return HTMLResponse(text.replace(_ROOT, f'{_ROOT} data-language="{language()}"', 1), headers=_FRESH)

    return page
