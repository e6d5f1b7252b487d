"""Every request is let in with a caller, or refused, before anything else is done."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Response, WebSocket
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from rollcall.web.access.access import COOKIE, Access
from rollcall.web.access.origin import is_foreign, is_loopback
from rollcall.web.access.roles import Caller, Way
from rollcall.web.access.tokens import csrf_token

__all__ = ["OPEN_PATHS", "Authentication"]

OPEN_PATHS = frozenset({"/login", "/welcome", "/health", "/api/v1/session"})
"""What answers without login: the page that asks for it, the link of the first start, whether the program is well,
and the address where a password is given."""
_OPEN_FOLDERS = ("/static/",)
"""Files of the pages, the same for everybody."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})

Refuse = Callable[[HTTPConnection, int, str], Response]


class Authentication:
    """Knows who asks before anything else is done, and keeps out who may not enter.

    A cookie is sent by the browser whoever made it ask, so a session must also prove that our own page asks: by where
    the request comes from, and, to change anything, by the token that only our page can read.
    """

    def __init__(self, app: ASGIApp, access: Access, refuse: Refuse) -> None:
        """``refuse`` makes the answer of a status and a line of what to do."""
        self._app = app
        self._access = access
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, with ``caller`` in its state, or answer it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        caller = self._access.identify(connection.headers, connection.cookies)
        scope.setdefault("state", {})["caller"] = caller
        answer = self._answer(connection, caller)
        if answer is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(answer)
        else:
            await answer(scope, receive, send)

    def _answer(self, connection: HTTPConnection, caller: Caller | None) -> Response | None:
        """Return why the request is refused, or None where it may enter."""
        changing = connection.scope.get("method", "") not in _READING
        if (caller is None or caller.way is not Way.KEY) and changing and is_foreign(connection.headers):
            return self._refuse(connection, HTTPStatus.FORBIDDEN, "A page of another site may not do this here.")
        if caller is None:
            return None if _is_open(_path(connection)) else self._ask_to_sign_in(connection)
        if caller.way is Way.OPEN and not is_loopback(connection.headers.get("host", "")):
            detail = "Without login this program answers to 127.0.0.1 and localhost only."
            return self._refuse(connection, HTTPStatus.FORBIDDEN, detail)
        if caller.way is Way.SESSION and changing and _needs_token(connection) and not _is_ours(connection):
            detail = "The header X-CSRF-Token is missing or old; GET /api/v1/session tells it."
            return self._refuse(connection, HTTPStatus.FORBIDDEN, detail)
        return None

    def _ask_to_sign_in(self, connection: HTTPConnection) -> Response:
        path = _path(connection)
        if "text/html" in connection.headers.get("accept", "") and not path.startswith("/api/"):
            return RedirectResponse(f"/login?next={quote(path)}", HTTPStatus.SEE_OTHER)
        refusal = self._refuse(connection, HTTPStatus.UNAUTHORIZED, "Sign in at /login, or send an API key.")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal


def _path(connection: HTTPConnection) -> str:
    """Return the path that was asked for, as routes see it: that of ``connection.url`` depends on a header, Host."""
    path: str = connection.scope["path"]
    return path


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(_OPEN_FOLDERS)


def _needs_token(connection: HTTPConnection) -> bool:
    """Return whether a change must prove that our page asks.

    A browser cannot send headers with a WebSocket, and who gives a password has no token yet.
    """
    return connection.scope["type"] == "http" and not _is_open(_path(connection))


def _is_ours(connection: HTTPConnection) -> bool:
    expected = csrf_token(connection.cookies.get(COOKIE, ""))
    return hmac.compare_digest(connection.headers.get("x-csrf-token", "").encode(), expected.encode())
