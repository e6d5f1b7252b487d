"""Names in the words that sightings are explained by, such as "below the threshold: best 0.31 of 0.41, Ada"."""

from __future__ import annotations

import re

from sqlalchemy import Connection, bindparam, select, update

from rollcall.store.database.schema import sightings

__all__ = ["ERASED", "renamed", "replace_name"]

ERASED = "…"
"""What stands in the place of a name that was erased, in every language."""


def renamed(reason: str, name: str, by: str) -> str:
    """Return ``reason`` with ``by`` where it names ``name``; a name may be a word that reasons have elsewhere too."""
    named = re.compile(rf"(?:(?<=, )|(?<=: )|(?<=like )|^){re.escape(name)}(?=$|, | is track )")
    return named.sub(lambda _: by, reason)


def replace_name(connection: Connection, name: str, by: str) -> None:
    """Let every sighting that looked a little like ``name`` say ``by`` in that place."""
    found = select(sightings.c.id, sightings.c.reason).where(sightings.c.reason.contains(name, autoescape=True))
    rows = [{"number": row.id, "words": renamed(row.reason, name, by)} for row in connection.execute(found).all()]
    if rows:
        same = update(sightings).where(sightings.c.id == bindparam("number"))
        connection.execute(same.values(reason=bindparam("words")), rows)
