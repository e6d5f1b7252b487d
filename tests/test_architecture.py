"""docs/architecture.md against the source: rooms, doors and threads are those that there are."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_PACKAGE = _ROOT / "src" / "rollcall"
_PAGE = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
_ROOMS, _, _REST = _PAGE.partition("## Doors")
_DOORS, _, _THREADS = _REST.partition("## Threads")
_BENCH = _PACKAGE / "bench"
_SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in _PACKAGE.rglob("*.py") if _BENCH not in file.parents)


def test_every_room_is_told_of_and_there():
    told = set(re.findall(r"`(\w+(?:/|\.py))`", _ROOMS.partition("| room")[2]))
    there = {f"{path.name}/" for path in _PACKAGE.iterdir() if (path / "__init__.py").exists()}
    there |= {path.name for path in _PACKAGE.glob("[!_]*.py")}
    assert told == there


def test_every_room_within_a_room_is_told_of():
    _, *insides = re.split(r"Inside (?=`\w+/`)", _ROOMS)
    assert len(insides) > 3
    for inside in insides:
        room, *told = re.findall(r"`([\w/.]+)`", inside)
        assert {path.parent.name for path in (_PACKAGE / room).glob("*/__init__.py")} - set(told) == set(), room


def test_every_door_is_there():
    code = "\n".join(line.partition("  #")[0] for line in _DOORS.splitlines())
    named = {first or second for first, second in re.findall(r"\.([a-z_]+)|\b([A-Za-z_]+)\(", code)}
    assert len(named) > 80
    assert [name for name in named if not re.search(rf"(?:def|class) {name}\b|\b{name}(?:: | =)", _SOURCE)] == []


def test_every_thread_is_told_of():
    threads = re.findall(r"(?:Thread\(.*?name=f?|thread_name_prefix=)\"([\w-]+)", _SOURCE, re.DOTALL)
    told = {name.rstrip("-NAME") for name in re.findall(r"`([\w-]+)`", _THREADS)}
    # Those of commands and of the server that tests play cameras by live no longer than what started them.
    passing = {"doctor", "recording"}
    assert len(threads) > 15
    assert {thread.rstrip("-") for thread in threads} - told == passing
