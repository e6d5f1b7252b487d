from __future__ import annotations

from pathlib import Path

from cli.command import rollcall

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def test_the_page_of_commands_is_that_of_the_code():
    assert _PAGE.read_text(encoding="utf-8") == rollcall("reference").stdout, (
        "run: rollcall reference > docs/commands.md"
    )
