"""What outlives the process, and where."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr

from rollcall.config.section import Section

__all__ = ["StoreSettings"]


class StoreSettings(Section):
    """What outlives the process, and where."""

    data: Path = Field(default_factory=lambda: user_data_path("rollcall"))
    """Folder of the database and of the pictures kept beside it."""
    gallery: Path | None = None
    """Folder with one folder of photos a person, enrolled at start and watched from then on."""
    key_file: Path | None = None
    """File with the key that embeddings and pictures are encrypted with, as ``openssl rand -base64 32`` makes one.
    Without a key they are kept as they are."""
    key: SecretStr | None = None
    """The same key itself, best given as ``ROLLCALL_STORE_KEY``; ``key_file`` is the safer place."""
    sightings_days: float | None = Field(default=365, gt=0)
    """Sightings older than this are deleted; none for ever."""
    snapshots_days: float | None = Field(default=90, gt=0)
    """Pictures of sightings older than this are deleted, the sightings stay; none for ever."""
    strangers_days: float | None = Field(default=30, gt=0)
    """People without a name who were not seen for longer than this are forgotten; none for ever."""
    audit_days: float | None = Field(default=730, gt=0)
    """Lines of the audit log older than this are deleted; none for ever."""
    images_gigabytes: float | None = Field(default=20, gt=0)
    """Size that all pictures together may have; above it the oldest snapshots go first, photos of people never."""
