"""Names in the words that sightings are explained by, such as "below the threshold: best 0.31 of 0.41, Ada"."""

from __future__ import annotations

import re

from sqlalchemy import Connection, bindparam, select, update

from rollcall.store.schema import sightings

__all__ = ["ERASED", "replace_name"]

ERASED = "…"
"""What stands in the place of a name that was erased, in every language."""


def replace_name(connection: Connection, name: str, by: str) -> None:
    """Let every sighting that looked a little like ``name`` say ``by`` in that place."""
    # Only where the words have a name: somebody may be called "best".
    named = re.compile(rf"(?:(?<=, )|(?<=: )|(?<=like )|^){re.escape(name)}(?=$|, | is track )")
    found = select(sightings.c.id, sightings.c.reason).where(sightings.c.reason.contains(name, autoescape=True))
    rows = [{"number": row.id, "words": named.sub(lambda _: by, row.reason)} for row in connection.execute(found).all()]
    if rows:
        same = update(sightings).where(sightings.c.id == bindparam("number"))
        connection.execute(same.values(reason=bindparam("words")), rows)
