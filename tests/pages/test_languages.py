"""The language files against each other and against what the pages say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import get_args

import pytest

from rollcall.store import AuditAction
from rollcall.web.access.passwords import MIN_LENGTH
from rollcall.web.views.phrases import CODES

_STATIC = files("rollcall.web") / "static"
_SERVED_IN_ENGLISH = "problem."
"""The server's own English is shown where a language has no words of its own for a problem."""
_AUDIT = "audit."
_VALUE = re.compile(r"\{(\w+)\}")
_SAID = re.compile(r"""\bsay\(\s*"([\w.]+)"|data-say(?:-label)?="([\w.]+)\"""")


def _words(language):
    return json.loads((_STATIC / f"{language}.json").read_text("utf-8"))


def _own(words):
    return {key: text for key, text in words.items() if not key.startswith(_SERVED_IN_ENGLISH)}


def _said():
    pages = (entry for entry in _STATIC.iterdir() if entry.name.endswith((".js", ".html")))
    return {found for page in pages for pair in _SAID.findall(page.read_text("utf-8")) for found in pair if found}


def test_every_language_says_the_same_things():
    assert _own(_words("ko")).keys() == _own(_words("en")).keys()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_word_of_the_pages_is_there(language):
    assert _said() - _words(language).keys() == set()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_that_the_audit_log_tells_has_words(language):
    assert {key for key in _words(language) if key.startswith(_AUDIT)} == {
        _AUDIT + code for code in get_args(AuditAction)
    }


def test_translations_fill_in_the_same_values():
    english, korean = _own(_words("en")), _own(_words("ko"))
    own = [key for key in english if not key.startswith(CODES)]
    assert {key: set(_VALUE.findall(english[key])) for key in own} == {
        key: set(_VALUE.findall(korean[key])) for key in own
    }


def test_translated_phrases_say_no_value_that_there_is_not():
    # They may leave one out, such as a state that the page shows beside.
    english, korean = _words("en"), _words("ko")
    phrases = [key for key in english if key.startswith(CODES)]
    assert [key for key in phrases if not set(_VALUE.findall(korean[key])) <= set(_VALUE.findall(english[key]))] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_how_long_a_password_must_be_is_told_as_it_is(language):
    assert str(MIN_LENGTH) in _words(language)["password.length"]
