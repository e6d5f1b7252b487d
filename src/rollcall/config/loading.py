"""Where settings come from: defaults < ``rollcall.yaml`` < environment < command line.

What is changed on a page lies between the file and the environment, see ``page``; it is known once the store is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from rollcall.config.cameras import parse_cameras
from rollcall.config.settings import SECTIONS, Settings
from rollcall.errors import ConfigError
from rollcall.redaction import redact

__all__ = ["ENVIRONMENT_NAMES", "load_settings"]

ENVIRONMENT_NAMES: Mapping[str, tuple[str, str]] = {
    "GALLERY": ("store", "gallery"),
    "ROLLCALL_MODELS": ("vision", "models"),
    "ROLLCALL_ACCEPT_LICENSE": ("vision", "accept_license"),
    "ROLLCALL_DATA": ("store", "data"),
}
"""Short names for what is set most; any other is ``ROLLCALL_<SECTION>_<NAME>``; ``RTSP_URL`` holds the cameras."""

_PREFIX = "ROLLCALL_"
_CAMERAS = "RTSP_URL"


def load_settings(
    file: Path | None, environment: Mapping[str, str], arguments: Mapping[str, Mapping[str, Any]], urls: tuple[str, ...]
) -> Settings:
    """Return the settings of all sources, the later ones over the earlier.

    ``file``: a YAML file, or None. ``arguments``: section -> name -> value as given on the command line, where None
    means not given. ``urls``: cameras of the command line, which replace those of ``RTSP_URL`` and of the file.

    Raises ConfigError for a file that cannot be read, an unknown name or a value that does not fit.
    """
    tree: dict[str, Any] = _read(file) if file else {}
    fixed: set[str] = set()
    for source in (_from_environment(environment), arguments):
        for section, values in source.items():
            given = {name: value for name, value in values.items() if value is not None}
            if given:
                tree[section] = {**(tree.get(section) or {}), **given}
                fixed |= {f"{section}.{name}" for name in given}
    # White space parts several cameras; a comma may be part of a password.
    texts = urls or tuple(environment.get(_CAMERAS, "").split())
    try:
        if texts:
            tree["cameras"] = parse_cameras(texts)
        return Settings.model_validate(tree).fixing(fixed)
    except ValidationError as error:
        raise ConfigError(_in_words(error, file)) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        tree = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The settings file {file} cannot be read: {error}.") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"The settings file {file} is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(tree, dict):
        raise ConfigError(f"The settings file {file} must hold sections such as 'web:', not a {type(tree).__name__}.")
    return tree


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    sections: dict[str, dict[str, str]] = {}
    for variable, value in environment.items():
        section, name = ENVIRONMENT_NAMES.get(variable) or _section_and_name(variable)
        # An empty variable is one that Compose passed on without a value.
        if section and value:
            sections.setdefault(section, {})[name] = value
    return sections


def _section_and_name(variable: str) -> tuple[str, str]:
    """Split ``ROLLCALL_WEB_PORT`` into ``web`` and ``port``; two empty texts for what is not a setting of ours."""
    if not variable.startswith(_PREFIX):
        return "", ""
    section, _, name = variable.removeprefix(_PREFIX).lower().partition("_")
    known = section in SECTIONS
    return (section, name) if known and name else ("", "")


def _in_words(error: ValidationError, file: Path | None) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "settings"
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = "there is no such setting; 'rollcall run --help' and docs/settings.md list them"
    source = f" (from {file}, the environment or the command line)" if file else ""
    return redact(f"Setting '{where}'{source}: {message}.")
