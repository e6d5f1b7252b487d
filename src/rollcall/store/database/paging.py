"""Places in a long list: the sort key of its last row, so that a page costs the same wherever it lies."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from rollcall.errors import StoreError

__all__ = ["MAX_PAGE", "decode_place", "encode_place"]

MAX_PAGE = 1000
"""Rows of a page at most; more would hold up whoever reads them."""

_TOO_LARGE = 2**63


def encode_place(*key: Any) -> str:
    """Return the sort key of a row as text that fits into a URL."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_place(place: str, length: int) -> list[Any]:
    """Return the key of ``length`` parts that ``encode_place`` wrote. Raises StoreError for any other text."""
    try:
        key = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    except (ValueError, binascii.Error):
        key = None
    if not isinstance(key, list) or len(key) != length or not all(_is_value(part) for part in key):
        raise StoreError("This is no place in the list. Begin at its first page.")
    return key


def _is_value(part: Any) -> bool:
    """Return whether a database can compare a row with ``part``."""
    return isinstance(part, str | float) or (isinstance(part, int) and abs(part) < _TOO_LARGE)
