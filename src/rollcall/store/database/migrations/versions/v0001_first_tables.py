"""People, photos, embeddings, strangers, sightings, cameras, users, audit log and settings.

The tables as the first version has them, written out: a step never changes, whatever becomes of ``schema``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("time", sa.Double(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_time"), "audit", ["time"], unique=False)
    op.create_table(
        "cameras",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("added", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cameras")),
    )
    op.create_table(
        "images",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_images")),
    )
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=False),
        sa.Column("alignment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
        sa.UniqueConstraint("pack", "model_hash", "alignment", name=op.f("uq_models_pack_model_hash_alignment")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=True),
        sa.Column("added", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("folder", name=op.f("uq_people_folder")),
    )
    op.create_index(op.f("ix_people_sort_name_id"), "people", ["sort_name", "id"], unique=False)
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("added", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "person_tags",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_person_tags_person_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "tag", name=op.f("pk_person_tags")),
    )
    op.create_index(op.f("ix_person_tags_tag"), "person_tags", ["tag"], unique=False)
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("image", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("added", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["image"], ["images.name"], name=op.f("fk_photos_image_images")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_photos_person_people"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("person", "image", name=op.f("uq_photos_person_image")),
    )
    op.create_index(op.f("ix_photos_image"), "photos", ["image"], unique=False)
    op.create_table(
        "strangers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.Column("last_seen", sa.Double(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("image", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["image"], ["images.name"], name=op.f("fk_strangers_image_images")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_strangers_person_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strangers")),
    )
    op.create_index(op.f("ix_strangers_image"), "strangers", ["image"], unique=False)
    op.create_index(op.f("ix_strangers_last_seen"), "strangers", ["last_seen"], unique=False)
    op.create_index(op.f("ix_strangers_person"), "strangers", ["person"], unique=False)
    op.create_table(
        "embeddings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("photo", sa.Integer(), nullable=True),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model"], ["models.id"], name=op.f("fk_embeddings_model_models")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_embeddings_person_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["photo"], ["photos.id"], name=op.f("fk_embeddings_photo_photos"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embeddings")),
        sa.UniqueConstraint("photo", "model", name=op.f("uq_embeddings_photo_model")),
    )
    op.create_index(op.f("ix_embeddings_model"), "embeddings", ["model"], unique=False)
    op.create_index(op.f("ix_embeddings_person"), "embeddings", ["person"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("track", sa.Integer(), nullable=False),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("end", sa.Double(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("stranger", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("image", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["image"], ["images.name"], name=op.f("fk_sightings_image_images")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_sightings_person_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["stranger"], ["strangers.id"], name=op.f("fk_sightings_stranger_strangers"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sightings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sightings_camera_start"), "sightings", ["camera", "start"], unique=False)
    op.create_index(op.f("ix_sightings_image"), "sightings", ["image"], unique=False)
    op.create_index(op.f("ix_sightings_person_start"), "sightings", ["person", "start"], unique=False)
    op.create_index(op.f("ix_sightings_start_id"), "sightings", ["start", "id"], unique=False)
    op.create_index(op.f("ix_sightings_stranger"), "sightings", ["stranger"], unique=False)
    op.create_table(
        "stranger_embeddings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stranger", sa.Integer(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model"], ["models.id"], name=op.f("fk_stranger_embeddings_model_models")),
        sa.ForeignKeyConstraint(
            ["stranger"], ["strangers.id"], name=op.f("fk_stranger_embeddings_stranger_strangers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stranger_embeddings")),
    )
    op.create_index(op.f("ix_stranger_embeddings_model"), "stranger_embeddings", ["model"], unique=False)
    op.create_index(op.f("ix_stranger_embeddings_stranger"), "stranger_embeddings", ["stranger"], unique=False)
