"""The settings at work, and those that can be changed while the program runs; for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from pydantic.json_schema import JsonSchemaValue

from rollcall.config import PAGE_SETTINGS, Effect, Source, value_of
from rollcall.config.settings import SECTIONS
from rollcall.errors import ModelError
from rollcall.service.adjustments import Adjustments
from rollcall.vision.packs.offers import offer_packs
from rollcall.web.parts import Admin, StorePart, SystemPart, for_admins
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/settings", tags=["settings"], dependencies=[for_admins])

_PACK = "vision.pack"
_FREE = frozenset({"auto"})


class AdjustableView(View):
    """A setting that can be changed on a page."""

    name: str
    """As section.name."""
    meaning: str
    value: Any
    """As it was chosen; where it acts after a restart, `at_work` may differ."""
    at_work: Any
    source: Source
    effect: Effect
    kind: JsonSchemaValue
    """JSON Schema of its values."""


class SettingsChangeView(View):
    """What is to change; what is not named stays."""

    values: dict[str, float | int | str | None] = Field(default={}, max_length=100)
    """By section.name; null where a setting may be without a value."""
    reset: list[str] = Field(default=[], max_length=100)
    """What is to be again as `rollcall.yaml` or the default has it."""


class PackOfferView(View):
    """A model pack that can be chosen for the next start."""

    name: str
    summary: str
    licence: str
    remedy: str
    """How to get it; empty where it is here and can be chosen."""


@router.get("")
def get_settings(system: SystemPart) -> dict[str, Any]:
    """Tell every setting as it is at work, without passwords."""
    shown: dict[str, Any] = _shown(system.settings.model_dump())
    return shown


@router.patch("")
def change_settings(
    change: SettingsChangeView, system: SystemPart, store: StorePart, caller: Admin
) -> list[AdjustableView]:
    """Change settings: at once, or from the next start on; kept between `rollcall.yaml` and the environment."""
    _require_pack(change.values.get(_PACK), system.settings.vision)
    system.adjustments.change(change.values, change.reset)
    told = [*(f"{name}={value}" for name, value in change.values.items()), *(f"{name} reset" for name in change.reset)]
    store.audit.add(caller.actor, "settings.change", "", ", ".join(told))
    return list_adjustable(system)


@router.get("/adjustable")
def list_adjustable(system: SystemPart) -> list[AdjustableView]:
    """List the settings that can be changed here, what each has its value from, and when a change acts."""
    return [_adjustable(system.adjustments, name, effect) for name, effect in PAGE_SETTINGS.items()]


@router.get("/packs")
def list_packs(system: SystemPart) -> list[PackOfferView]:
    """List the model packs, and how to get those that are not here."""
    offers = offer_packs(system.settings.vision)
    return [
        PackOfferView(name=offer.name, summary=offer.summary, licence=offer.licence, remedy=offer.remedy)
        for offer in offers
    ]


@router.get("/schema")
def get_schema() -> JsonSchemaValue:
    """Tell what each setting means, its type and its limits, as JSON Schema."""
    return {name: section.model_json_schema() for name, section in SECTIONS.items()}


def _adjustable(adjustments: Adjustments, name: str, effect: Effect) -> AdjustableView:
    section, key = name.split(".")
    schema = SECTIONS[section].model_json_schema()["properties"][key]
    return AdjustableView(
        name=name,
        meaning=" ".join(schema.get("description", "").replace("``", "`").split()),
        value=value_of(adjustments.chosen, name),
        at_work=value_of(adjustments.current, name),
        source=adjustments.source_of(name),
        effect=effect,
        kind={part: value for part, value in schema.items() if part not in {"description", "title", "default"}},
    )


def _require_pack(name: object, vision: Any) -> None:
    """Raise ModelError for a pack that the next start would not find."""
    if name is None or name in _FREE:
        return
    for offer in offer_packs(vision):
        if offer.name == name and offer.remedy:
            raise ModelError(f"The pack '{name}' is not here. Get it first: {offer.remedy}.")


def _shown(value: Any) -> Any:
    """Return ``value`` as JSON can show it; URLs of cameras hide their passwords by themselves."""
    if isinstance(value, dict):
        return {key: _shown(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(part) for part in value]
    return value if isinstance(value, bool | int | float | str | None) else str(value)
