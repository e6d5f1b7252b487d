"""Watch cameras and name the people before them."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("run")
def command() -> None:
    """Watch cameras and name the people before them."""
