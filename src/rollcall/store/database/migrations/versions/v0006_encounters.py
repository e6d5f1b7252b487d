"""What strangers are recognised by and what users said of them; nobody had written a stranger before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Replace the tables of strangers, and let sightings know what a user said."""
    op.drop_table("stranger_embeddings")
    op.execute("UPDATE sightings SET stranger = NULL")
    op.drop_table("strangers")
    op.create_table(
        "strangers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.Column("last_seen", sa.Double(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ignored", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_strangers_person_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strangers")),
    )
    op.create_index(op.f("ix_strangers_last_seen"), "strangers", ["last_seen"], unique=False)
    op.create_index(op.f("ix_strangers_times"), "strangers", ["times"], unique=False)
    op.create_index(op.f("ix_strangers_person"), "strangers", ["person"], unique=False)
    op.create_table(
        "strangers_apart",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one"], ["strangers.id"], name=op.f("fk_strangers_apart_one_strangers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other"], ["strangers.id"], name=op.f("fk_strangers_apart_other_strangers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_strangers_apart")),
    )
    op.create_index(op.f("ix_strangers_apart_other"), "strangers_apart", ["other"], unique=False)
    op.create_table(
        "encounters",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stranger", sa.Integer(), nullable=True),
        sa.Column("time", sa.Double(), nullable=False),
        sa.Column("evidence", sa.Double(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model"], ["models.id"], name=op.f("fk_encounters_model_models")),
        sa.ForeignKeyConstraint(
            ["stranger"], ["strangers.id"], name=op.f("fk_encounters_stranger_strangers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounters")),
    )
    for column in ("stranger", "time", "model"):
        op.create_index(op.f(f"ix_encounters_{column}"), "encounters", [column], unique=False)
    op.create_table(
        "rejections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("sighting", sa.Integer(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model"], ["models.id"], name=op.f("fk_rejections_model_models")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_rejections_person_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sighting"], ["sightings.id"], name=op.f("fk_rejections_sighting_sightings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejections")),
        sa.UniqueConstraint("person", "sighting", name=op.f("uq_rejections_person_sighting")),
    )
    for column in ("sighting", "model"):
        op.create_index(op.f(f"ix_rejections_{column}"), "rejections", [column], unique=False)
    op.add_column("sightings", sa.Column("said", sa.Boolean(), nullable=False, server_default=sa.false()))
