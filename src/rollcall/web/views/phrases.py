"""What the program says, by code and values: found again from its English words, so that pages can say it otherwise.

Errors, states and rows of the database hold English words, and know nothing of languages. All of them that have words
in other languages stand in ``static/en.json`` under ``phrase.<code>``: as the words of the English pages, and as the
pattern by which a code is found. A test holds each to the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["CODES", "Phrase", "find_phrase"]

CODES = "phrase."
"""With what the keys of phrases begin in the files of words."""
_WHY = "why"
"""The value that is a phrase itself, such as the reason within a reason."""
_VALUE = re.compile(r"\{(\w+)\}")
_LONGEST = 2000
"""What is longer is no sentence of ours; the time to look for one grows with the square of the length."""
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing that the program says."""

    code: str
    """Stays as it is when the words are bettered."""
    values: Mapping[str, str | Phrase]
    """What differs from time to time: names, numbers, addresses."""


@lru_cache(_REMEMBERED)
def find_phrase(words: str) -> Phrase | None:
    """Return what ``words`` say, or None where no code is known for them."""
    if not words or len(words) > _LONGEST:
        return None
    for pattern in _patterns():
        found = pattern.match(words)
        if found is not None:
            return Phrase(pattern.code, {name: _value(name, text) for name, text in found.items()})
    return None


def _value(name: str, text: str) -> str | Phrase:
    return (find_phrase(text) if name == _WHY else None) or text


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    landmark: str
    """Its longest piece without a value: looked for first, since that is quick."""
    expression: re.Pattern[str]

    def match(self, words: str) -> dict[str, str] | None:
        found = self.expression.fullmatch(words) if self.landmark in words else None
        return None if found is None else found.groupdict()


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Return all of them: first those that begin with words of their own, then those that say most themselves.

    Others may fit the same words by chance, most of all where a value stands first.
    """
    words = json.loads((files("rollcall.web") / "static" / "en.json").read_text("utf-8"))
    phrases = {key.removeprefix(CODES): text for key, text in words.items() if key.startswith(CODES)}
    codes = sorted(phrases, key=lambda code: (phrases[code].startswith("{"), -len(_VALUE.sub("", phrases[code]))))
    return tuple(_pattern(code, phrases[code]) for code in codes)


def _pattern(code: str, text: str) -> _Pattern:
    pieces = _VALUE.split(text)
    # Every second piece is the name of a value.
    parts = [re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>.+?)" for place, piece in enumerate(pieces)]
    return _Pattern(code, max(pieces[::2], key=len), re.compile("".join(parts), re.DOTALL))
