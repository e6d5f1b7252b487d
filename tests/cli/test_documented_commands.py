"""Every command that a page shows, parsed by the real command line, so that none outlives a change of its name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import click
import pytest

from rollcall.cli import rollcall

_ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = "commands.md"
"""Made of the commands themselves, see test_reference."""
_PAGES = [page for page in (*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")) if page.name != _WRITTEN]
_START = r"(?:(?:\.venv/bin/|docker compose exec rollcall )?rollcall|(?P<run>\./run))"
_COMMAND = re.compile(
    rf"^ *{_START}(?P<block> (?!= )\S.*)$|`{_START.replace('run>', 'ran>')}(?P<line> [^`]+)`", re.MULTILINE
)
_OF_OTHERS = {"--require-hashes"}


def _commands(page: str) -> Iterator[list[str]]:
    """Yield the words after ``rollcall`` of each command; ``list|show`` makes two."""
    for found in _COMMAND.finditer(page):
        text = re.sub(r" [|>] .*", "", found["block"] or found["line"])
        words = ["run"] * bool(found["run"] or found["ran"]) + shlex.split(text, comments=True)
        yield from map(list, product(*(word.split("|") for word in words)))


def _parse(words: list[str]) -> None:
    """Raise UsageError where click does not know a command or an option; whether files exist is not asked."""
    command: click.Command = rollcall
    context = click.Context(command)
    while isinstance(command, click.Group) and words:
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, parent=context, info_name=name)
    _, left, _ = command.make_parser(context).parse_args(list(words))
    assert not left, f"{context.command_path} takes no {left}"


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_every_command_on_the_page_is_there(page):
    for words in _commands(page.read_text(encoding="utf-8")):
        _parse(words)


def test_a_wrong_command_or_option_would_be_seen():
    with pytest.raises(click.UsageError):
        _parse(["people", "forget"])
    with pytest.raises(click.UsageError):
        _parse(["run", "--threads-of-doom", "3"])


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                yield from _options(below, click.Context(below, parent=context))


def test_every_option_that_a_page_names_is_there():
    known = {*_options(rollcall, click.Context(rollcall)), "--help"} | _OF_OTHERS
    for page in _PAGES:
        named = set(re.findall(r"`(--[a-z][a-z-]+)", page.read_text(encoding="utf-8")))
        assert named - known == set(), page.name
