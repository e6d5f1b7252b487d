"""How large a request may be: a body that is too large is refused before it is read, or while it is."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit"]

_OTHER_BYTES = 1_000_000
"""Size of what is no upload; JSON is parsed on the event loop, and a megabyte of it takes some 10 ms."""
_UPLOAD = "multipart/form-data"
_MEGA = 1_000_000


class BodyLimit:
    """Bounds the bytes of every request: uploads by the settings, everything else by a megabyte."""

    def __init__(self, app: ASGIApp, upload_bytes: int, refuse: Callable[[str, int, str], Response]) -> None:
        """``refuse`` makes the answer of a path, a status and a line of what to do."""
        self._app = app
        self._upload_bytes = upload_bytes
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._upload_bytes if headers.get("content-type", "").startswith(_UPLOAD) else _OTHER_BYTES
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            answer = self._refuse(scope["path"], HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _words(limit))
            await answer(scope, receive, send)
            return
        # A body sent in chunks does not tell its size before.
        await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    """Return ``receive`` so that it raises HTTPException 413 once more than ``limit`` bytes came."""
    total = 0

    async def count() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _words(limit))
        return message

    return count


def _words(limit: int) -> str:
    return f"The request is larger than {limit / _MEGA:g} MB; send less at once."
