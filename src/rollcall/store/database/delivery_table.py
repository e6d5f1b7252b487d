"""The table of messages that wait for a receiver."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, LargeBinary, String, Table, Text

from rollcall.store.database.schema import metadata

__all__ = ["deliveries"]

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receiver", Text, nullable=False),
    # What the receiver tells repeats by.
    Column("message", String(32), nullable=False),
    Column("created", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Whom and what it is about, so that an erasure finds it. No foreign keys: a sighting that has become a part of
    # another one, or a person who was merged with another, must still be told of.
    Column("person", String(32), index=True),
    Column("sighting", Integer, index=True),
    # Sealed where a key is set, since it holds a name and a face.
    Column("body", LargeBinary, nullable=False),
    Index(None, "receiver", "attempts", "id"),
    # Whoever removes a message that is gone already must not remove a later one.
    sqlite_autoincrement=True,
)
