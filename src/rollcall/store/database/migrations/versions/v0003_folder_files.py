"""What became of each file of the gallery's folder, in place of a file name at the photo."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table, drop the column."""
    op.create_table(
        "folder_files",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("photo", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo"], ["photos.id"], name=op.f("fk_folder_files_photo_photos"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_folder_files")),
    )
    op.create_index(op.f("ix_folder_files_photo"), "folder_files", ["photo"], unique=False)
    op.drop_column("photos", "file")
