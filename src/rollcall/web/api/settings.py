"""The settings this program was started with."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic.json_schema import JsonSchemaValue

from rollcall.config.settings import SECTIONS
from rollcall.web.parts import SystemPart, for_admins

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/settings", tags=["settings"], dependencies=[for_admins])


@router.get("")
def get_settings(system: SystemPart) -> dict[str, Any]:
    """Tell every setting as it is at work, without passwords."""
    shown: dict[str, Any] = _shown(system.settings.model_dump())
    return shown


@router.get("/schema")
def get_schema() -> JsonSchemaValue:
    """Tell what each setting means, its type and its limits, as JSON Schema."""
    return {name: section.model_json_schema() for name, section in SECTIONS.items()}


def _shown(value: Any) -> Any:
    """Return ``value`` as JSON can show it; URLs of cameras hide their passwords by themselves."""
    if isinstance(value, dict):
        return {key: _shown(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(part) for part in value]
    return value if isinstance(value, bool | int | float | str | None) else str(value)
