"""What outlives the process, and where."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field

from rollcall.config.section import Section

__all__ = ["StoreSettings"]


class StoreSettings(Section):
    """What outlives the process, and where."""

    data: Path = Field(default_factory=lambda: user_data_path("rollcall"))
    """Directory of the database and of the pictures kept beside it."""
    gallery: Path | None = None
    """Directory with one folder of photos a person, enrolled at start."""
