"""Names in the words that sightings are explained by, such as "below the threshold: best 0.31 of 0.41, Ada"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from rollcall.store.database.schema import sightings

__all__ = ["ERASED", "Rewording", "put_back", "renamed", "replace_name"]

ERASED = "…"
"""What stands in the place of a name that was erased, in every language."""


def renamed(reason: str, name: str, by: str) -> str:
    """Return ``reason`` with ``by`` where it names ``name``; a name may be a word that reasons have elsewhere too."""
    named = re.compile(rf"(?:(?<=, )|(?<=: )|(?<=like )|^){re.escape(name)}(?=$|, | is track )")
    return named.sub(lambda _: by, reason)


@dataclass(frozen=True, slots=True)
class Rewording:
    """The reason of one sighting before and after a name in it was replaced."""

    sighting: int
    before: str
    after: str


def replace_name(connection: Connection, name: str, by: str) -> tuple[Rewording, ...]:
    """Let every sighting that looked a little like ``name`` say ``by`` in that place; return what that changed."""
    found = select(sightings.c.id, sightings.c.reason).where(sightings.c.reason.contains(name, autoescape=True))
    said = (Rewording(row.id, row.reason, renamed(row.reason, name, by)) for row in connection.execute(found).all())
    changed = tuple(each for each in said if each.before != each.after)
    _write(connection, ((each.sighting, each.after) for each in changed))
    return changed


def put_back(connection: Connection, rewordings: Iterable[Rewording]) -> None:
    """Let sightings say again what they did before, but for those that say something else by now."""
    _write(connection, ((each.sighting, each.before) for each in rewordings if _says(connection, each)))


def _says(connection: Connection, rewording: Rewording) -> bool:
    words = connection.execute(select(sightings.c.reason).where(sightings.c.id == rewording.sighting)).scalar()
    return words == rewording.after


def _write(connection: Connection, reasons: Iterable[tuple[int, str]]) -> None:
    rows = [{"number": number, "words": words} for number, words in reasons]
    if rows:
        same = update(sightings).where(sightings.c.id == bindparam("number"))
        connection.execute(same.values(reason=bindparam("words")), rows)
