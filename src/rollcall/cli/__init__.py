"""The commands, thin: parse, call, print. A command is a module of this room; its ``command`` is what click runs."""

from __future__ import annotations

import sys

import click

from rollcall import __version__
from rollcall.cli.lazy import LazyGroup
from rollcall.errors import RollcallError
from rollcall.redaction import redact

__all__ = ["main", "rollcall"]

_COMMANDS: dict[str, str] = {
    "run": "rollcall.cli.run",
    "cameras": "rollcall.cli.cameras",
    "models": "rollcall.cli.models",
    "people": "rollcall.cli.people",
    "sightings": "rollcall.cli.sightings",
    "outputs": "rollcall.cli.outputs",
    "backup": "rollcall.cli.backup",
    "restore": "rollcall.cli.restore",
    "retention": "rollcall.cli.retention",
    "encrypt": "rollcall.cli.encrypt",
    "config": "rollcall.cli.config",
    "doctor": "rollcall.cli.doctor",
    "calibrate": "rollcall.cli.calibrate",
    "bench": "rollcall.cli.bench",
}


@click.group(cls=LazyGroup, modules=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rollcall")
def rollcall() -> None:
    """Tell who is in front of a live camera."""


def main() -> None:
    """Run the command line; what a user can cause ends as one line on standard error, not as a traceback."""
    try:
        rollcall()
    except RollcallError as error:
        click.echo(f"rollcall: {redact(str(error))}", err=True)
        sys.exit(1)
