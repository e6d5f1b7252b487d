"""Codes for what the program says: each is found from the words, and the words are those that the program writes."""

from __future__ import annotations

import ast
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

import rollcall
from rollcall.web.views.phrases import CODES, Phrase, find_phrase

_SOURCE = Path(rollcall.__file__).parent
_ENGLISH = json.loads((files("rollcall.web") / "static" / "en.json").read_text("utf-8"))
_PHRASES = {key.removeprefix(CODES): words for key, words in _ENGLISH.items() if key.startswith(CODES)}
_VALUE = re.compile(r"\{(\w+)\}")
_PARTS = re.compile(r"\{\w+\}|(?<=[.;:]) ")
"""Where words that stand together were joined from several texts."""


@pytest.mark.parametrize("code", _PHRASES)
def test_each_phrase_is_found_again_with_its_values(code):
    values = {name: f"12.{place}" for place, name in enumerate(_VALUE.findall(_PHRASES[code]))}
    assert find_phrase(_PHRASES[code].format(**values)) == Phrase(code, values)


def test_each_phrase_is_one_that_the_program_writes():
    written = "\n".join(
        node.value
        for file in _SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    pieces = {piece.strip(" .,:;'()") for words in _PHRASES.values() for piece in _PARTS.split(words)}
    assert [piece for piece in sorted(pieces) if piece not in written] == []


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        (
            "the name stays, though below the threshold: best 0.31 of 0.40, 김하나",
            Phrase(
                "who.name_stays",
                {"why": Phrase("who.below", {"score": "0.31", "needed": "0.40", "name": "김하나"})},
            ),
        ),
        (
            "Camera 문 is retrying: no picture for 5 s",
            Phrase(
                "health.camera",
                {"camera": "문", "state": "retrying", "why": Phrase("camera.no_picture_for", {"seconds": "5"})},
            ),
        ),
        (
            "Camera 문 is retrying: rtsp://a:***@b/c closed the connection.",
            Phrase(
                "health.camera",
                {"camera": "문", "state": "retrying", "why": Phrase("camera.closed", {"source": "rtsp://a:***@b/c"})},
            ),
        ),
        ("two candidates within 0.03: Ada, Bob", Phrase("who.two", {"apart": "0.03", "first": "Ada", "second": "Bob"})),
        # A name that is a phrase by chance stays a name.
        ("stopped is track 2, with better evidence", Phrase("who.rival", {"name": "stopped", "track": "2"})),
        ("what nobody says", None),
        ("", None),
        ("no picture for " + "5" * 3000 + " s", None),
    ],
)
def test_words_are_told_by_code(words, phrase):
    assert find_phrase(words) == phrase
