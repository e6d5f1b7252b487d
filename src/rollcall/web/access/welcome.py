"""The link of the first start: a token that signs one browser in, once."""

from __future__ import annotations

import hmac
import threading

from rollcall.web.access.tokens import new_secret

__all__ = ["WelcomeToken"]


class WelcomeToken:
    """A token for one user, good for one use; kept in memory only, so a restart makes another one."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.secret = new_secret()
        self._lock = threading.Lock()
        self._used = False

    def redeem(self, secret: str) -> bool:
        """Return whether that is the token, the first time; ever after it is not."""
        with self._lock:
            fits = not self._used and hmac.compare_digest(secret.encode(), self.secret.encode())
            self._used = self._used or fits
            return fits
