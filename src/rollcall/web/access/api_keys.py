"""Keys with which programs come in, held in memory and written through to the store."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from rollcall.errors import RollcallError
from rollcall.store import Accounts, ApiKeyRecord
from rollcall.web.access.roles import Role
from rollcall.web.access.tokens import digest, new_secret

__all__ = ["ApiKeys", "UnknownKeyError"]

_PREFIX = "rollcall_"
"""Tells what a key found in a file or a log is for; scanners of leaked secrets look for such prefixes."""
_ID_BYTES = 6


class UnknownKeyError(RollcallError):
    """There is no API key of that id."""


class ApiKeys:
    """Every API key by its digest; reading never waits for the store."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._accounts = accounts
        self._clock = clock
        self._writing = threading.Lock()
        self._keys = {key.digest: key for key in accounts.api_keys()}

    @property
    def all(self) -> tuple[ApiKeyRecord, ...]:
        """All keys, the oldest first."""
        return tuple(sorted(self._keys.values(), key=lambda key: key.added))

    def find(self, secret: str) -> ApiKeyRecord | None:
        """Return what is known of a key, or None where it is none of ours."""
        return self._keys.get(digest(secret))

    def add(self, name: str, role: Role, added_by: str) -> tuple[ApiKeyRecord, str]:
        """Make a key and return it with its secret, which cannot be had again."""
        secret = f"{_PREFIX}{new_secret()}"
        key = ApiKeyRecord(secrets.token_hex(_ID_BYTES), name, role, digest(secret), added_by, self._clock())
        with self._writing:
            self._accounts.add_api_key(key)
            self._keys = {**self._keys, key.digest: key}
        return key, secret

    def remove(self, key_id: str) -> ApiKeyRecord:
        """End a key and return what it was. Raises UnknownKeyError."""
        with self._writing:
            found = next((key for key in self._keys.values() if key.id == key_id), None)
            if found is None:
                raise UnknownKeyError(f"There is no API key '{key_id}'.")
            self._accounts.remove_api_key(key_id)
            self._keys = {each: key for each, key in self._keys.items() if key.id != key_id}
        return found
