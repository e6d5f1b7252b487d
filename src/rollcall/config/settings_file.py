"""``rollcall.yaml``, read: a mistake in it is told by its place, without the line, which may hold a password."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from rollcall.errors import ConfigError

__all__ = ["read_settings_file"]

_BOOL = "tag:yaml.org,2002:bool"
_QUOTED = re.compile(r"""'(?!<)[^']*'|"[^"]*\"""")
"""What YAML quotes of a file; names of tokens have angle brackets."""
_SIGN = len("'\\t'")
_HINT = " Values with : # ! * & { or [ need quotes."


def read_settings_file(file: Path) -> dict[str, Any]:
    """Return the sections of a settings file. Raises ConfigError for one that cannot be read."""
    try:
        tree = yaml.load(file.read_text(encoding="utf-8"), _Loader) or {}  # noqa: S506 - a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The settings file {file} cannot be read: {error}.") from None
    except (yaml.YAMLError, ValueError) as error:
        # The second for a date in a month that no year has.
        raise ConfigError(f"The settings file {file} is no YAML{_where_and_why(error)}") from None
    if not isinstance(tree, dict):
        raise ConfigError(f"The settings file {file} must hold sections such as 'web:', not a {type(tree).__name__}.")
    # A section whose every line is a comment is none.
    return {name: values for name, values in tree.items() if values is not None}


class _TwiceError(yaml.MarkedYAMLError):
    """A name stands twice, and PyYAML would leave the first aside without a word."""


class _Loader(yaml.SafeLoader):
    """YAML as of 1.2, where ``off`` is a word: ``mqtt.tls: off`` would be a lie otherwise."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse names that stand twice."""
        names: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in names:
                raise _TwiceError(problem="this name stands above already", problem_mark=key.start_mark)
            names.add(str(key.value))
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in resolvers if tag != _BOOL]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def _where_and_why(error: Exception) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ": it holds signs that no text has, or a date that no calendar has."
    mark, why = error.problem_mark, _QUOTED.sub(_hidden, error.problem or "")
    hint = "" if isinstance(error, _TwiceError) else _HINT
    return f": line {mark.line + 1}, column {mark.column + 1}: {why}.{hint}"


def _hidden(quoted: re.Match[str]) -> str:
    """Return one sign as it is, and three dots for more."""
    return quoted[0] if len(quoted[0]) <= _SIGN else "'...'"
