"""Sightings found by when they ended: a year of them was read from end to end each hour."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the indexes."""
    op.create_index(op.f("ix_sightings_end_start"), "sightings", ["end", "start"], unique=False)
    op.create_index(
        "ix_sightings_end_of_pictures",
        "sightings",
        ["end", "id"],
        unique=False,
        sqlite_where=sa.text("image IS NOT NULL"),
    )
