"""Names of people: what may stand in one, and the form in which two are compared."""

from __future__ import annotations

import unicodedata

from rollcall.errors import StoreError

__all__ = ["MAX_NAME_LENGTH", "checked_name", "sort_name"]

MAX_NAME_LENGTH = 300
"""Characters; the longest personal names on record have some 750 letters, the longest in passports fewer than 100."""


def checked_name(name: str) -> str:
    """Return ``name`` composed (NFC) and without blanks around it.

    Any script and any sign is a name, ``../`` too: a name is never part of a path here.

    Raises StoreError for an empty or an overlong name, and for one with control signs.
    """
    composed = unicodedata.normalize("NFC", name).strip()
    if not composed:
        raise StoreError("A person needs a name; this one is empty.")
    if len(composed) > MAX_NAME_LENGTH:
        raise StoreError(
            f"The name '{composed[:40]}...' has {len(composed)} characters; {MAX_NAME_LENGTH} are allowed."
        )
    # Cc holds NUL and line breaks, Cs halves of surrogate pairs that no database can write. Cf (joiners, marks of
    # direction) stays: Persian, Arabic and Hebrew names need it.
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in composed):
        raise StoreError(f"The name {composed!r} holds control characters; write it without them.")
    return composed


def sort_name(name: str) -> str:
    """Return the form of ``name`` that sorting and searching compare: without case, width or style of its letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
