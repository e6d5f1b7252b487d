"""The store as a command opens it: from the same settings as ``rollcall run``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from rollcall.config import Settings, load_settings
from rollcall.store import Access, Store

__all__ = ["opened_store", "settings_from", "store_options"]

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
    """Return the settings as ``rollcall run`` would take them, with what the command line says over them."""
    here = Path("rollcall.yaml")
    arguments = {**sections, "store": {"data": data} | sections.get("store", {})}
    return load_settings(file or (here if here.is_file() else None), os.environ, arguments, ())


@contextmanager
def opened_store(settings: Settings, access: Access) -> Iterator[Store]:
    """Open the store for the length of a block."""
    store = Store(settings.store, access=access)
    try:
        yield store
    finally:
        store.close()
