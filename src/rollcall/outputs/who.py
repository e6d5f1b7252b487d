"""Whom a rule is about: a person, a tag, anybody known, anybody unknown."""

from __future__ import annotations

from collections.abc import Collection

from rollcall.model import Sighting
from rollcall.store.people.names import sort_name

__all__ = ["concerns", "has_tag", "is_name", "tag_of"]

_TAG = "tag:"


def concerns(who: Collection[str], sighting: Sighting, tags: Collection[str]) -> bool:
    """Return whether one of the words ``who`` (see ``AlertSettings``) means who was seen; ``tags``: of that person."""
    return any(_means(word, sighting, tags) for word in who)


def is_name(word: str) -> bool:
    """Return whether a word is the name or the id of a person."""
    return word not in ("anybody", "known", "unknown") and tag_of(word) is None


def tag_of(word: str) -> str | None:
    """Return the tag that a word names, or None where it names none."""
    return word.removeprefix(_TAG) if word.startswith(_TAG) else None


def has_tag(tag: str, tags: Collection[str]) -> bool:
    """Return whether ``tag`` is among ``tags``, however it was typed."""
    return _folded(tag) in map(_folded, tags)


def _means(word: str, sighting: Sighting, tags: Collection[str]) -> bool:
    if word == "anybody":
        return True
    if word in ("known", "unknown"):
        return (sighting.person is not None) == (word == "known")
    tag = tag_of(word)
    if tag is not None:
        return has_tag(tag, tags)
    return sighting.person is not None and (word == sighting.person or _folded(word) == _folded(sighting.name or ""))


def _folded(text: str) -> str:
    return sort_name(text.strip())
