"""Regions of a camera's picture in which nobody is looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "camera_masks",
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("camera", name=op.f("pk_camera_masks")),
    )
