"""Whom a rule is about: a person, a group, anybody known, anybody unknown."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from rollcall.model import Sighting

__all__ = ["concerns", "is_name"]

_TAG = "tag:"


def concerns(who: Collection[str], sighting: Sighting, tags: Collection[str]) -> bool:
    """Return whether one of the words ``who`` (see ``AlertSettings``) means who was seen; ``tags``: of that person."""
    return any(_means(word, sighting, tags) for word in who)


def is_name(word: str) -> bool:
    """Return whether a word is the name or the id of a person."""
    return word not in ("anybody", "known", "unknown") and not word.startswith(_TAG)


def _means(word: str, sighting: Sighting, tags: Collection[str]) -> bool:
    if word == "anybody":
        return True
    if word in ("known", "unknown"):
        return (sighting.person is not None) == (word == "known")
    if word.startswith(_TAG):
        return _folded(word.removeprefix(_TAG)) in {_folded(tag) for tag in tags}
    return sighting.person is not None and (word == sighting.person or _folded(word) == _folded(sighting.name or ""))


def _folded(text: str) -> str:
    """Return ``text`` so that the same word compares equal, however it was typed."""
    return unicodedata.normalize("NFC", text.strip()).casefold()
