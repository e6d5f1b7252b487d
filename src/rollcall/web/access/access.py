"""Who may enter: users, sessions, API keys and the link of the first start, in one place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from rollcall.config import WebSettings
from rollcall.store import Accounts
from rollcall.web.access.api_keys import ApiKeys
from rollcall.web.access.roles import Caller, Role, Way
from rollcall.web.access.sessions import Sessions
from rollcall.web.access.throttle import LoginThrottle
from rollcall.web.access.users import Users
from rollcall.web.access.welcome import WelcomeToken

__all__ = ["COOKIE", "Access"]

COOKIE = "rollcall_session"
_SECONDS_PER_DAY = 86_400.0
_ANYBODY = Caller("local", Role.ADMIN, Way.OPEN)


class Access:
    """Knows everybody who may enter and tells who a request is from; that never waits for the store."""

    def __init__(self, accounts: Accounts, settings: WebSettings, clock: Callable[[], float] = time.time) -> None:
        """Read who may enter; the first start makes an administrator without a password."""
        self.required = settings.auth
        """Whether everybody must sign in."""
        self.session_seconds = settings.session_days * _SECONDS_PER_DAY
        self.users = Users(accounts, clock)
        self.sessions = Sessions(accounts, self.session_seconds, clock)
        self.keys = ApiKeys(accounts, clock)
        self.throttle = LoginThrottle()
        self.welcome = self._first_link()
        """What signs the first administrator in; None once there is a password."""

    def identify(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Caller | None:
        """Return who asks, or None for somebody unknown. A key goes before a cookie, also a wrong one."""
        if not self.required:
            return _ANYBODY
        secret = _key_in(headers)
        if secret is not None:
            key = self.keys.find(secret)
            return None if key is None else Caller(key.name, Role(key.role), Way.KEY)
        user = self.sessions.user_of(cookies.get(COOKIE, ""))
        role = None if user is None else self.users.role_of(user)
        return None if user is None or role is None else Caller(user, role, Way.SESSION)

    def _first_link(self) -> WelcomeToken | None:
        if not self.required:
            return None
        first = self.users.ensure_first()
        return None if first.password_hash else WelcomeToken(first.name)


def _key_in(headers: Mapping[str, str]) -> str | None:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else headers.get("x-api-key")
