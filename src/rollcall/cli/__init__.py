"""The commands, thin: parse, call, print. A command is a module of this room; its ``command`` is what click runs."""

from __future__ import annotations

import io
import sys

import click

from rollcall import __version__
from rollcall.cli.lazy import LazyGroup
from rollcall.cli.linear_algebra import calm_linear_algebra
from rollcall.errors import RollcallError
from rollcall.redaction import redact

__all__ = ["main", "rollcall"]

_COMMANDS: dict[str, str] = {
    "run": "rollcall.cli.run",
    "health": "rollcall.cli.health",
    "cameras": "rollcall.cli.cameras",
    "models": "rollcall.cli.models",
    "people": "rollcall.cli.people",
    "users": "rollcall.cli.users",
    "sightings": "rollcall.cli.sightings",
    "outputs": "rollcall.cli.outputs",
    "backup": "rollcall.cli.backup",
    "restore": "rollcall.cli.restore",
    "retention": "rollcall.cli.retention",
    "encrypt": "rollcall.cli.encrypt",
    "config": "rollcall.cli.config",
    "doctor": "rollcall.cli.doctor",
    "reference": "rollcall.cli.reference",
    "calibrate": "rollcall.cli.calibrate",
    "bench": "rollcall.cli.bench",
}


@click.group(cls=LazyGroup, modules=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rollcall")
def rollcall() -> None:
    """Tell who is in front of a live camera."""


def main() -> None:
    """Run the command line; what a user can cause ends as one line on standard error, not as a traceback."""
    calm_linear_algebra()
    _write_utf8()
    try:
        rollcall()
    except RollcallError as error:
        click.echo(f"rollcall: {redact(str(error))}", err=True)
        sys.exit(1)


def _write_utf8() -> None:
    """Let names in any script through a pipe: Windows gives those the code page of its region."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
