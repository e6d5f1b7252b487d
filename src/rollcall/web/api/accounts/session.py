"""Signing in and out, and the password."""

from __future__ import annotations

import math
import time
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from rollcall.web.access import COOKIE, Access, Caller, Role, Way, csrf_token
from rollcall.web.parts import AccessPart, StorePart, Viewer
from rollcall.web.views.view import View

__all__ = ["router", "welcome"]

_PATH = "/api/v1/session"
_HASHES_AT_ONCE = CapacityLimiter(2)
"""A password takes 19 MiB and a tenth of a second to check; more at once would let strangers keep the machine busy."""

router = APIRouter(prefix=_PATH, tags=["session"])
welcome = APIRouter(include_in_schema=False)


class LoginView(View):
    """What a user gives to sign in."""

    name: str = Field(max_length=100)
    password: str = Field(max_length=1000)


class NewPasswordView(View):
    """A change of one's own password."""

    old: str = Field(default="", max_length=1000)
    """The password so far; nothing where there is none yet."""
    new: str = Field(max_length=1000)


class SessionView(View):
    """Who is signed in."""

    user: str
    role: Role
    way: Way
    csrf: str
    """Send this as the header `X-CSRF-Token` with everything that changes something; only a session needs it."""
    password_needed: bool
    """Whether this user has not chosen a password yet."""


@router.get("")
async def who_am_i(request: Request, access: AccessPart, caller: Viewer) -> SessionView:
    """Tell who is signed in, and keep the session alive."""
    secret = request.cookies.get(COOKIE, "")
    if caller.way is Way.SESSION:
        await to_thread.run_sync(access.sessions.touch, secret)
    return _view(access, caller, secret)


@router.post("")
async def sign_in(
    login: LoginView, request: Request, response: Response, access: AccessPart, store: StorePart
) -> SessionView:
    """Sign in by name and password; the answer sets a cookie."""
    address = request.client.host if request.client else ""
    wait = access.throttle.attempt(time.monotonic(), address, login.name)
    if wait > 0:
        # Rounded up: who comes back a moment too early waits longer still.
        seconds = math.ceil(wait)
        detail = f"Too many attempts; wait {seconds} seconds."
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": f"{seconds}"})
    known = await to_thread.run_sync(access.users.knows, login.name, login.password, limiter=_HASHES_AT_ONCE)
    role = access.users.role_of(login.name)
    if not known or role is None:
        await to_thread.run_sync(store.audit.add, address, "login.refused", login.name)
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "Name or password is wrong.")
    access.throttle.succeed(address, login.name)
    secret = await to_thread.run_sync(access.sessions.open, login.name)
    await to_thread.run_sync(store.audit.add, login.name, "login", login.name, f"from {address}")
    _set_cookie(response, request, access, secret)
    return _view(access, Caller(login.name, role, Way.SESSION), secret)


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
def sign_out(request: Request, response: Response, access: AccessPart, store: StorePart, caller: Viewer) -> None:
    """End the session."""
    access.sessions.close(request.cookies.get(COOKIE, ""))
    store.audit.add(caller.actor, "logout", caller.name)
    response.delete_cookie(COOKIE)


@router.put("/password", status_code=HTTPStatus.NO_CONTENT)
async def change_password(
    change: NewPasswordView, request: Request, access: AccessPart, store: StorePart, caller: Viewer
) -> None:
    """Choose a password; every other session of the user ends."""
    if caller.way is not Way.SESSION:
        raise HTTPException(HTTPStatus.FORBIDDEN, "Only somebody who signed in has a password.")
    await to_thread.run_sync(_change, access, caller.name, change, limiter=_HASHES_AT_ONCE)
    secret = request.cookies.get(COOKIE, "")
    await to_thread.run_sync(lambda: access.sessions.close_all(caller.name, besides=secret))
    await to_thread.run_sync(store.audit.add, caller.actor, "password.change", caller.name)


@welcome.get("/welcome")
def redeem(request: Request, access: AccessPart, store: StorePart, token: str = "") -> Response:
    """Sign in by the link of the first start, once."""
    link = access.welcome
    if link is None or not link.redeem(token):
        detail = "This link was used already, or the program was started anew since. Sign in at /login."
        raise HTTPException(HTTPStatus.FORBIDDEN, detail)
    store.audit.add(link.user, "login", link.user, "by the link of the first start")
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    _set_cookie(response, request, access, access.sessions.open(link.user))
    return response


def _change(access: Access, user: str, change: NewPasswordView) -> None:
    if access.users.has_password(user) and not access.users.knows(user, change.old):
        raise HTTPException(HTTPStatus.FORBIDDEN, "The old password is wrong.")
    access.users.set_password(user, change.new)


def _set_cookie(response: Response, request: Request, access: Access, secret: str) -> None:
    # Not 'strict': a link from a chat or a mail would then open signed out.
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(access.session_seconds),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def _view(access: Access, caller: Caller, secret: str) -> SessionView:
    session = caller.way is Way.SESSION
    return SessionView(
        user=caller.name,
        role=caller.role,
        way=caller.way,
        csrf=csrf_token(secret) if session else "",
        password_needed=session and not access.users.has_password(caller.name),
    )
