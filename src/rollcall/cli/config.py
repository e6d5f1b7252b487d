"""Show, check and explain the settings."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import yaml

from rollcall.config import Settings, document_settings, load_settings, settings_schema

__all__ = ["command"]

_FILE = click.Path(path_type=Path)


@click.group("config")
def command() -> None:
    """Show, check and explain the settings."""


@command.command("show")
@click.argument("file", type=_FILE, required=False)
def show(file: Path | None) -> None:
    """Print the settings in force from FILE (default: rollcall.yaml here) and the environment, without passwords."""
    click.echo(_as_yaml(_load(file)), nl=False)


@command.command("check")
@click.argument("file", type=_FILE, required=False)
def check(file: Path | None) -> None:
    """Say whether the settings of FILE (default: rollcall.yaml here) and the environment can be used."""
    settings = _load(file)
    cameras = ", ".join(camera.name for camera in settings.cameras) or "none, so the demo would be shown"
    click.echo(f"The settings are fine. Cameras: {cameras}.")


@command.command("document")
def document() -> None:
    """Print the description of every setting, as it stands in docs/settings.md."""
    click.echo(document_settings(), nl=False)


@command.command("schema")
def schema() -> None:
    """Print the JSON schema of rollcall.yaml, by which editors complete and check it.

    With `# yaml-language-server: $schema=rollcall.schema.json` as the first line of rollcall.yaml.
    """
    click.echo(json.dumps(settings_schema(), indent=2, ensure_ascii=False))


def _load(file: Path | None) -> Settings:
    here = Path("rollcall.yaml")
    return load_settings(file or (here if here.is_file() else None), os.environ, {}, ())


def _as_yaml(settings: Settings) -> str:
    text: str = yaml.safe_dump(settings.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    return text
