"""The settings as a command takes them: a file, the environment, and what the command line says over both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from rollcall.config import Settings, load_settings

__all__ = ["config_option", "settings_of"]

_HERE = Path("rollcall.yaml")

config_option = click.option(
    "--config", "file", type=click.Path(path_type=Path), help=f"Settings file (default: {_HERE} here)."
)


def settings_of(file: Path | None, cameras: tuple[str, ...] = (), **sections: Mapping[str, Any]) -> Settings:
    """Return the settings of ``file``, or of the one here where there is one, as ``rollcall run`` would take them.

    ``cameras``: [NAME=]URL, instead of those of the settings. ``sections``: the values of each section that the command
    line gives; None means not given. Raises ConfigError.
    """
    if file is None and _HERE.is_file():
        file = _HERE
    return load_settings(file, os.environ, sections, cameras)
