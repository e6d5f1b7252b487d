"""Where settings come from: defaults < ``rollcall.yaml`` < environment < command line.

What is changed on a page lies between the file and the environment, see ``page``; it is known once the store is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rollcall.config.cameras import parse_cameras
from rollcall.config.settings import LISTS, SECTIONS, Settings
from rollcall.config.settings_file import read_settings_file
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
    tree: dict[str, Any] = read_settings_file(file) if file else {}
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


_IN_WORDS: Mapping[str, str] = {
    "extra_forbidden": "there is no such setting; 'rollcall run --help' and docs/settings.md list them",
    "tuple_type": "must be a list, such as [a, b]",
    "model_type": "must hold settings, each a name and a value",
    "dict_type": "must hold names, each with a value",
    "is_instance_of": "must be text",
    "string_type": "must be text; a number needs quotes",
    "invalid_key": "must be text; a number needs quotes",
}
"""What pydantic tells in the words of Python."""


def _meaning(path: Sequence[str | int]) -> str:
    """Return what the page of settings says of the setting at ``path``, on one line."""
    names = [part for part in path if isinstance(part, str)]
    section = {**SECTIONS, **LISTS}.get(names[0])
    field = None if section is None or len(names) == 1 else section.model_fields.get(names[1])
    return "" if field is None else " ".join((field.description or "").replace("``", "").split())


def _in_words(error: ValidationError, file: Path | None) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "settings"
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "string_pattern_mismatch":
        message = f"it does not fit. {_meaning(first['loc'])}".rstrip(".")
    message = _IN_WORDS.get(first["type"], message)
    source = f" (from {file}, the environment or the command line)" if file else ""
    return redact(f"Setting '{where}'{source}: {message}.")
