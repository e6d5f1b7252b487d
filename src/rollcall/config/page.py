"""The settings that can be changed on a page: they lie between ``rollcall.yaml`` and the environment."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from rollcall.config.settings import SECTIONS, Settings
from rollcall.errors import ConfigError

__all__ = ["PAGE_KEY", "PAGE_SETTINGS", "Effect", "Source", "kept_values", "source_of", "value_of", "with_page"]

PAGE_KEY = "settings"
"""What the store keeps them under: ``values`` by section.name, and the ``model`` that was at work."""
_OF_MODEL = frozenset({"identity.threshold", "identity.margin", "identity.hold"})
"""Numbers in the metric of one model, which say nothing of another one."""

_log = logging.getLogger(__name__)


class Effect(StrEnum):
    """When a changed setting acts."""

    NOW = "now"
    RESTART = "restart"


class Source(StrEnum):
    """What a setting has its value from; each goes over those before it."""

    DEFAULT = "default"
    FILE = "file"
    """``rollcall.yaml``."""
    PAGE = "page"
    ENVIRONMENT = "environment"
    """The environment or the command line: it cannot be changed on a page."""


PAGE_SETTINGS: Mapping[str, Effect] = {
    "identity.threshold": Effect.NOW,
    "identity.margin": Effect.NOW,
    "identity.hold": Effect.NOW,
    "identity.evidence": Effect.NOW,
    "identity.smallest_face": Effect.NOW,
    "identity.enter_seconds": Effect.NOW,
    "identity.absence_seconds": Effect.NOW,
    "store.sightings_days": Effect.NOW,
    "store.snapshots_days": Effect.NOW,
    "store.strangers_days": Effect.NOW,
    "store.audit_days": Effect.NOW,
    "store.images_gigabytes": Effect.NOW,
    "view.jpeg_quality": Effect.NOW,
    "view.result_seconds": Effect.NOW,
    "web.language": Effect.NOW,
    "vision.pack": Effect.RESTART,
    "vision.detect_size": Effect.RESTART,
    "vision.detect_threshold": Effect.RESTART,
}
"""What can be changed on a page, as section.name, and when it acts."""


def with_page(settings: Settings, page: Mapping[str, Any]) -> Settings:
    """Return ``settings`` with the values of the page in them, but where the environment or command line has one.

    Raises ConfigError for a value that does not fit, and for what cannot be changed on a page.
    """
    for name, value in page.items():
        if name not in PAGE_SETTINGS:
            raise ConfigError(f"'{name}' cannot be changed on a page; docs/settings.md says which settings can.")
        if source_of(settings, name, {}) is not Source.ENVIRONMENT:
            settings = _with_value(settings, name, value)
    return settings


def kept_values(kept: Mapping[str, Any] | None, loaded: Settings, model: str | None = None) -> dict[str, Any]:
    """Return what of ``kept`` under ``PAGE_KEY`` still fits: not the numbers of another ``model``, where one is given.

    ``loaded``: the settings without it.
    """
    kept = kept or {"values": {}, "model": model}
    fits: dict[str, Any] = {}
    for name, value in kept["values"].items():
        if name in _OF_MODEL and model is not None and kept["model"] != model:
            _log.warning("setting %s was made for another model and is left out", name)
            continue
        try:
            with_page(loaded, {name: value})
        except ConfigError as error:
            _log.warning("a setting of the page is left out: %s", error)
            continue
        fits[name] = value
    return fits


def source_of(settings: Settings, name: str, page: Mapping[str, Any]) -> Source:
    """Return what ``name`` has its value from; ``settings``: as they were loaded, without the ``page``."""
    if name in settings.fixed:
        return Source.ENVIRONMENT
    if name in page:
        return Source.PAGE
    section, key = name.split(".")
    return Source.FILE if key in getattr(settings, section).model_fields_set else Source.DEFAULT


def value_of(settings: Settings, name: str) -> Any:
    """Return the value of ``name`` as JSON can hold it."""
    section, key = name.split(".")
    return getattr(settings, section).model_dump(mode="json", include={key})[key]


def _with_value(settings: Settings, name: str, value: Any) -> Settings:
    section, key = name.split(".")
    before = getattr(settings, section)
    if isinstance(value, float) and not math.isfinite(value):
        raise ConfigError(f"Setting '{name}': a number is wanted.")
    given = {field: getattr(before, field) for field in before.model_fields_set}
    try:
        after = SECTIONS[section].model_validate({**given, key: value})
    except ValidationError as error:
        message = error.errors(include_url=False, include_context=False)[0]["msg"].removeprefix("Value error, ")
        raise ConfigError(f"Setting '{name}': {message}.") from None
    return settings.model_copy(update={section: after})
