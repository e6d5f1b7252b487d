"""Secrets that this program makes itself: long and random, so that their plain digest gives nothing away."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["csrf_token", "digest", "new_secret"]

_BYTES = 32


def new_secret() -> str:
    """Return 256 random bits as letters that fit into a URL, a cookie and a header."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256 in hex.

    A slow hash protects passwords since people choose them; nobody guesses 256 random bits.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(session_secret: str) -> str:
    """Return what a page must show beside its cookie: derived from the secret, so that it need not be kept."""
    return hmac.new(session_secret.encode(), b"rollcall csrf", hashlib.sha256).hexdigest()
