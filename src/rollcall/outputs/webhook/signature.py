"""Signatures by which a receiver knows that a message is ours, and of now.

As "Standard Webhooks" asks (standardwebhooks.com, specification 1.0): libraries of many languages verify it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from contextlib import suppress

__all__ = ["signed_headers"]

_PREFIX = "whsec_"


def signed_headers(secret: str | None, message: str, time: float, body: bytes) -> Mapping[str, str]:
    """Return the headers that say which message this is, when it was sent and, with a ``secret``, that it is ours.

    The time is that of this attempt: a receiver refuses what is older than a few minutes, so that nobody can replay it.
    """
    timestamp = str(int(time))
    headers = {"webhook-id": message, "webhook-timestamp": timestamp}
    if secret is not None:
        signed = b".".join((message.encode(), timestamp.encode(), body))
        digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def _key(secret: str) -> bytes:
    """Return the bytes that ``whsec_`` and base64 stand for, or any other text as it is."""
    if secret.startswith(_PREFIX):
        with suppress(binascii.Error):
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    return secret.encode()
