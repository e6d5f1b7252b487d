"""The tables. Times are Unix seconds; vectors and pictures may be sealed, see ``encryption``.

The tables as they are now; ``migrations`` holds how they came to be, and a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

__all__ = [
    "audit",
    "camera_masks",
    "cameras",
    "embeddings",
    "encounters",
    "folder_files",
    "images",
    "metadata",
    "models",
    "people",
    "person_tags",
    "photos",
    "rejections",
    "settings",
    "sightings",
    "strangers",
    "strangers_apart",
    "users",
]

# Every constraint has a name, so that a migration can change it on any database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = String(32)
_IMAGE = String(80)

images = Table(
    "images",
    metadata,
    # <SHA-256 of the picture as given>.<suffix>, which is also the name of its file.
    Column("name", _IMAGE, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("added", Double, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", Text, nullable=False),
    # The name in the form that sorting and searching compare, see ``names``.
    Column("sort_name", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    # The folder of the gallery that this person mirrors.
    Column("folder", Text, unique=True),
    Column("added", Double, nullable=False),
    Index(None, "sort_name", "id"),
)

person_tags = Table(
    "person_tags",
    metadata,
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("tag", Text, primary_key=True),
    Index(None, "tag"),
)

photos = Table(
    "photos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False),
    Column("image", ForeignKey(images.c.name), nullable=False, index=True),
    Column("origin", String(16), nullable=False),
    Column("added", Double, nullable=False),
    UniqueConstraint("person", "image"),
)

folder_files = Table(
    "folder_files",
    metadata,
    # SHA-256 of the path: it stays when the path itself, which holds a name, is erased.
    Column("key", String(64), primary_key=True),
    # Below the gallery's folder, with '/'.
    Column("path", Text),
    # Size and time of the last change: a file of the same stamp is not read again.
    Column("stamp", Text, nullable=False),
    # None where the file was refused, or its photo was removed by hand.
    Column("photo", ForeignKey(photos.c.id, ondelete="SET NULL"), index=True),
    # Why it was refused.
    Column("words", Text, nullable=False),
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pack", Text, nullable=False),
    Column("model_hash", String(64), nullable=False),
    Column("alignment", Text, nullable=False),
    UniqueConstraint("pack", "model_hash", "alignment"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False, index=True),
    # None where only the embedding was imported.
    Column("photo", ForeignKey(photos.c.id, ondelete="CASCADE")),
    Column("model", ForeignKey(models.c.id), nullable=False, index=True),
    # Little-endian float32, sealed where a key is set.
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("photo", "model"),
)

strangers = Table(
    "strangers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_seen", Double, nullable=False),
    Column("last_seen", Double, nullable=False, index=True),
    # Number of sightings.
    Column("times", Integer, nullable=False, index=True),
    # Whether nobody wants to hear of this face again.
    Column("ignored", Boolean, nullable=False),
    # Who the stranger turned out to be.
    Column("person", ForeignKey(people.c.id, ondelete="SET NULL"), index=True),
)

strangers_apart = Table(
    "strangers_apart",
    metadata,
    # Pairs that a user said are two people; the lower number first.
    Column("one", ForeignKey(strangers.c.id, ondelete="CASCADE"), primary_key=True),
    Column("other", ForeignKey(strangers.c.id, ondelete="CASCADE"), primary_key=True, index=True),
)

encounters = Table(
    "encounters",
    metadata,
    # That of the sighting, which may be gone: an ignored face is remembered for longer than its sightings are.
    Column("id", Integer, primary_key=True, autoincrement=False),
    # None for somebody who was seen too little to be told apart.
    Column("stranger", ForeignKey(strangers.c.id, ondelete="CASCADE"), index=True),
    Column("time", Double, nullable=False, index=True),
    Column("evidence", Double, nullable=False),
    Column("model", ForeignKey(models.c.id), nullable=False, index=True),
    Column("vector", LargeBinary, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("camera", Text, nullable=False),
    Column("track", Integer, nullable=False),
    Column("start", Double, nullable=False),
    Column("end", Double, nullable=False),
    # A person that was removed leaves the name behind; one that was erased leaves nothing.
    Column("person", ForeignKey(people.c.id, ondelete="SET NULL")),
    Column("stranger", ForeignKey(strangers.c.id, ondelete="SET NULL"), index=True),
    Column("name", Text),
    Column("score", Double),
    Column("reason", Text, nullable=False),
    Column("image", ForeignKey(images.c.name), index=True),
    # Whether a user said who it is, or is not: the program says nothing else any more.
    Column("said", Boolean, nullable=False, server_default=false()),
    Index(None, "start", "id"),
    Index(None, "person", "start"),
    Index(None, "camera", "start"),
    # What is outdated, and who was there since a time, is found by when they left.
    Index(None, "end", "start"),
    Index("ix_sightings_end_of_pictures", "end", "id", sqlite_where=text("image IS NOT NULL")),
    # A number that was told to others must not become another sighting's once the first one was joined or erased.
    sqlite_autoincrement=True,
)

rejections = Table(
    "rejections",
    metadata,
    # What a user said is not this person, and what it looked like.
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False),
    Column("sighting", ForeignKey(sightings.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("model", ForeignKey(models.c.id), nullable=False, index=True),
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("person", "sighting"),
)

cameras = Table(
    "cameras",
    metadata,
    Column("name", Text, primary_key=True),
    # UTF-8, sealed where a key is set, since it may hold a password.
    Column("url", LargeBinary, nullable=False),
    Column("added", Double, nullable=False),
)

camera_masks = Table(
    "camera_masks",
    metadata,
    # Also of cameras that stand in the settings.
    Column("camera", Text, primary_key=True),
    # Polygons as lists of points [x, y], each 0..1 of the picture.
    Column("regions", JSON, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("added", Double, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", Double, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
)
