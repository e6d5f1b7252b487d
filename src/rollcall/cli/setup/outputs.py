"""Try webhooks, commands and MQTT."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rollcall.cli.settings import config_option, settings_of

__all__ = ["command"]


@click.group("outputs")
def command() -> None:
    """Try webhooks, commands and MQTT."""


@command.command("test")
@config_option
def test(file: Path | None) -> None:
    """Send a test message to every webhook, command and MQTT broker of the settings, and print a line for each.

    The program may run meanwhile. Ends with 1 where one of them did not take it.
    """
    from rollcall.outputs.trial import try_outputs

    well = True
    tried = 0
    for state in try_outputs(settings_of(file)):
        click.echo(f"{'ok' if state.well else 'FAILED':<7} {state}")
        well, tried = well and state.well, tried + 1
    if not tried:
        click.echo("The settings name neither a webhook nor a command nor an MQTT broker; docs/outputs.md shows how.")
    sys.exit(0 if well else 1)
