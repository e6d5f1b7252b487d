"""What pages quote of the program stands in its source word for word, so that whoever searches for it finds it."""

from __future__ import annotations

import ast
import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_SOURCE = _ROOT / "src" / "rollcall"
_HEADS = ("it says", "the page says", "the page or the log says")
_SYSTEM = "|".join({os.strerror(number) for number in range(1, 134)})
_DIFFERS = re.compile(rf"\.\.\.|\bN\b|\b\d+\b|(?<=\()(?:{_SYSTEM})(?=\))")
"""Dots, a number, or what the system says: in the source it is a value."""
_VALUE = "\0"


@cache
def _messages() -> str:
    """Return every text of the program, one a line, with a NUL for each value in it."""
    texts = list(json.loads((_SOURCE / "web" / "static" / "en.json").read_text(encoding="utf-8")).values())
    for file in _SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                texts.append("".join(_text(part) for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(text.replace("\n", " ") for text in texts)


def _text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else _VALUE


def _quoted(page: str) -> list[str]:
    """Return the first column of every table that is headed as quoting."""
    found, quoting = [], False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else [""]
        if cells[0] in _HEADS:
            quoting = True
        elif not line.startswith("|"):
            quoting = False
        elif quoting and not cells[0].startswith("---"):
            found.append(cells[0])
    return found


def _is_ours(quote: str) -> bool:
    words = ".*?".join(re.escape(piece) for piece in _DIFFERS.split(quote))
    return re.search(words, _messages()) is not None


@pytest.mark.parametrize("page", ["troubleshooting.md", "cameras.md"])
def test_every_quoted_message_is_one_of_ours(page):
    quotes = _quoted((_ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(quotes) > 10
    assert [quote for quote in quotes if not _is_ours(quote)] == []


def test_a_message_that_nobody_writes_would_be_seen():
    assert not _is_ours("The database ... is of another planet")
