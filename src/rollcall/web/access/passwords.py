"""Passwords: hashed by Argon2id (RFC 9106), slow on purpose; call these functions on a thread that may wait."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from rollcall.errors import RollcallError

__all__ = ["MAX_LENGTH", "MIN_LENGTH", "PasswordError", "hash_password", "is_password"]

MIN_LENGTH = 8
"""Characters; NIST SP 800-63B asks for at least 8 and for no rules of composition."""
MAX_LENGTH = 256
"""Characters; longer ones only keep the server busy."""

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. About 100 ms here, 0.3 s on a small ARM board.
_MEMORY_KIBIBYTES, _PASSES, _LANES = 19 * 1024, 2, 1
_SALT_BYTES, _HASH_BYTES = 16, 32


class PasswordError(RollcallError):
    """A new password is too short, too long or the user's own name."""


def hash_password(password: str, user: str) -> str:
    """Return the hash of a new password in PHC form. Raises PasswordError for one that is too easy."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise PasswordError(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters; this one has {len(password)}.")
    if password.casefold() == user.casefold() or len(set(password)) == 1:
        raise PasswordError("This password is guessed at once; choose another one.")
    derivation = Argon2id(
        salt=os.urandom(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=_PASSES,
        lanes=_LANES,
        memory_cost=_MEMORY_KIBIBYTES,
    )
    return derivation.derive_phc_encoded(_to_bytes(password))


def is_password(password: str, password_hash: str) -> bool:
    """Return whether ``password`` is the one that ``password_hash`` was made of.

    An empty hash, of a user who is unknown or has no password yet, takes as long and is never matched.
    """
    try:
        Argon2id.verify_phc_encoded(_to_bytes(password[:MAX_LENGTH]), password_hash or _NOBODY)
    except InvalidKey:
        return False
    return bool(password_hash) and len(password) <= MAX_LENGTH


def _to_bytes(password: str) -> bytes:
    # JSON can carry halves of surrogate pairs, which UTF-8 cannot.
    return password.encode("utf-8", "surrogatepass")


_NOBODY = f"$argon2id$v=19$m={_MEMORY_KIBIBYTES},t={_PASSES},p={_LANES}${'A' * 22}${'A' * 43}"
"""A hash that no password is known for."""
