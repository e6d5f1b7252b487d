"""The form of ``rollcall.yaml``, for editors."""

from __future__ import annotations

from typing import Any

from rollcall.config.settings import Settings

__all__ = ["settings_schema"]


def settings_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a settings file."""
    form = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "rollcall.yaml"}
    return Settings.model_json_schema() | form | {"description": "Settings of Rollcall; each has a default."}
