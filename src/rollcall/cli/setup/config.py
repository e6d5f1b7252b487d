"""Show, check and explain the settings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from rollcall.cli.settings import settings_of
from rollcall.config import Settings, document_settings, settings_schema, unusable_certificates
from rollcall.errors import StoreError

if TYPE_CHECKING:
    from rollcall.outputs.unknown_names import UnknownName
    from rollcall.store.page_setup import PageSetup

__all__ = ["command"]

_FILE = click.Path(path_type=Path)


@click.group("config")
def command() -> None:
    """Show, check and explain the settings."""


@command.command("show")
@click.argument("file", type=_FILE, required=False)
def show(file: Path | None) -> None:
    """Print the settings in force from FILE (default: rollcall.yaml here), the page and the environment.

    Passwords are hidden. Cameras that were added on the page stand above as comments, since FILE does not name them.
    """
    setup = _page_setup(settings_of(file))
    for camera in setup.cameras:
        click.echo(f"# camera of the page: {camera.name} {camera.url}")
    if setup.changed:
        click.echo(f"# changed on the page: {', '.join(setup.changed)}")
    click.echo(_as_yaml(setup.settings), nl=False)


@command.command("check")
@click.argument("file", type=_FILE, required=False)
def check(file: Path | None) -> None:
    """Say whether the settings of FILE (default: rollcall.yaml here) and the environment can be used.

    Reads the certificates that they name, too, and tells which alerts name a camera that stands neither there nor on
    the page.
    """
    settings = settings_of(file)
    for fault in unusable_certificates(settings):
        raise fault
    names = [camera.name for camera in (*settings.cameras, *_page_setup(settings).cameras)]
    click.echo(f"The settings are fine. Cameras: {', '.join(names) or 'none, so the demo would be shown'}.")
    for unknown in _unknown_cameras(settings, names):
        click.echo(f"But {unknown}.")


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


def _page_setup(settings: Settings) -> PageSetup:
    """Return what the page adds; a store that cannot be read is told of, and keeps nobody from the settings."""
    # Not before somebody wants it: its library takes a while.
    from rollcall.store import Access
    from rollcall.store.page_setup import PageSetup, read_page_setup

    try:
        return read_page_setup(settings, Access.READ)
    except StoreError as error:
        click.echo(f"What was set up on the page is left out: {error}", err=True)
        return PageSetup(settings)


def _unknown_cameras(settings: Settings, cameras: Collection[str]) -> Iterator[UnknownName]:
    if settings.alerts:
        # Not before somebody wants it: it brings the whole system.
        from rollcall.outputs.unknown_names import unknown_cameras

        # Who is in the gallery is told at the start, when its folder has been read, and by the doctor.
        yield from unknown_cameras(settings.alerts, cameras)


def _as_yaml(settings: Settings) -> str:
    text: str = yaml.safe_dump(settings.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    return text
