"""Browsers that are signed in, held in memory and written through to the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from rollcall.store import Accounts, SessionRecord
from rollcall.web.access.tokens import digest, new_secret

__all__ = ["Sessions"]

_MOST_OF_A_USER = 50
"""Beyond it the user's session that was unused for longest ends."""
_TOUCH_SECONDS = 3600.0
"""How rough the time of last use may be in the store, so that a busy page does not write all the time."""


class Sessions:
    """Every session by the digest of its secret; reading never waits for the store."""

    def __init__(self, accounts: Accounts, lifetime_seconds: float, clock: Callable[[], float]) -> None:
        self._accounts = accounts
        self._lifetime = lifetime_seconds
        self._clock = clock
        self._writing = threading.Lock()
        self._sessions = {session.digest: session for session in accounts.sessions()}

    def open(self, user: str) -> str:
        """Begin a session of ``user`` and return its secret."""
        secret, now = new_secret(), self._clock()
        with self._writing:
            self._drop([*self._expired(now), *self._too_many(user)])
            session = SessionRecord(digest(secret), user, now, now)
            self._accounts.add_session(session)
            self._sessions[session.digest] = session
        return secret

    def user_of(self, secret: str) -> str | None:
        """Return whose session it is, or None where it is unknown or was unused for too long."""
        session = self._sessions.get(digest(secret))
        alive = session is not None and self._clock() - session.seen < self._lifetime
        return session.user if session is not None and alive else None

    def touch(self, secret: str) -> None:
        """Note that a session is in use, so that it lives on."""
        now = self._clock()
        with self._writing:
            session = self._sessions.get(digest(secret))
            if session is not None and now - session.seen > _TOUCH_SECONDS:
                self._accounts.touch_session(session.digest, now)
                self._sessions[session.digest] = replace(session, seen=now)

    def close(self, secret: str) -> None:
        """End a session; an unknown one is no error."""
        with self._writing:
            self._drop([digest(secret)])

    def close_all(self, user: str, *, besides: str | None = None) -> None:
        """End every session of ``user``, after a change of password or role, except the one of this secret."""
        kept = digest(besides) if besides is not None else None
        with self._writing:
            self._drop([key for key, session in self._sessions.items() if session.user == user and key != kept])

    def _drop(self, digests: list[str]) -> None:
        if digests:
            self._accounts.remove_sessions(digests)
            for each in digests:
                self._sessions.pop(each, None)

    def _expired(self, now: float) -> list[str]:
        return [key for key, session in self._sessions.items() if now - session.seen >= self._lifetime]

    def _too_many(self, user: str) -> list[str]:
        own = sorted((each for each in self._sessions.values() if each.user == user), key=lambda each: each.seen)
        return [session.digest for session in own[: max(0, len(own) - _MOST_OF_A_USER + 1)]]
