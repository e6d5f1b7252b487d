"""The store as a command opens it: from the same settings as ``rollcall run``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from rollcall.cli.settings import settings_of
from rollcall.config import Settings
from rollcall.store import Access, Store

__all__ = ["ACTOR", "opened_store", "settings_from", "store_options"]

ACTOR = "command line"
"""Who did it, for the audit log."""

Function = TypeVar("Function", bound=Callable[..., Any])


def store_options(function: Function) -> Function:
    """Give a command the options that say where the store is."""
    for option in (
        click.option(
            "--config", "file", type=click.Path(path_type=Path), help="Settings file (default: rollcall.yaml)."
        ),
        click.option("--data", type=click.Path(path_type=Path), help="Folder of the database and its pictures."),
    ):
        function = option(function)
    return function


def settings_from(data: Path | None, file: Path | None, **sections: dict[str, Any]) -> Settings:
    """Return the settings with the store in ``data``; the rest as ``settings_of`` takes them."""
    return settings_of(file, (), **{**sections, "store": {"data": data} | sections.get("store", {})})


@contextmanager
def opened_store(settings: Settings, access: Access) -> Iterator[Store]:
    """Open the store for the length of a block."""
    store = Store(settings.store, access=access)
    try:
        yield store
    finally:
        store.close()
