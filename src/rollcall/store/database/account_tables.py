"""The tables of those who may use the program besides ``schema.users``: sessions of browsers, and API keys."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, String, Table, Text

from rollcall.store.database.schema import metadata, users

__all__ = ["api_keys", "sessions"]

_DIGEST = String(64)

sessions = Table(
    "sessions",
    metadata,
    # SHA-256 of the cookie's value, in hex: who reads the database cannot enter with it.
    Column("digest", _DIGEST, primary_key=True),
    Column("user", ForeignKey(users.c.name, ondelete="CASCADE"), nullable=False, index=True),
    Column("begun", Double, nullable=False),
    Column("seen", Double, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    # What the key is for, such as "Home Assistant".
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    # SHA-256 of the whole key, in hex.
    Column("digest", _DIGEST, nullable=False, unique=True),
    Column("added_by", Text, nullable=False),
    Column("added", Double, nullable=False),
)
