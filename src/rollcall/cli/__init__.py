"""The commands, thin: parse, call, print. A module's ``command`` is what click runs; each room is a kind of task."""

from __future__ import annotations

import io
import sys

import click

from rollcall import __version__
from rollcall.cli.lazy import LazyGroup
from rollcall.cli.running.linear_algebra import calm_linear_algebra
from rollcall.errors import RollcallError
from rollcall.redaction import redact

__all__ = ["main", "rollcall"]

_COMMANDS: dict[str, str] = {
    "run": "rollcall.cli.running.run",
    "health": "rollcall.cli.running.health",
    "cameras": "rollcall.cli.setup.cameras",
    "models": "rollcall.cli.setup.models",
    "people": "rollcall.cli.people.people",
    "users": "rollcall.cli.data.users",
    "sightings": "rollcall.cli.data.sightings",
    "outputs": "rollcall.cli.setup.outputs",
    "backup": "rollcall.cli.data.backup",
    "restore": "rollcall.cli.data.restore",
    "retention": "rollcall.cli.data.retention",
    "encrypt": "rollcall.cli.data.encrypt",
    "config": "rollcall.cli.setup.config",
    "doctor": "rollcall.cli.setup.doctor",
    "reference": "rollcall.cli.reference",
    "calibrate": "rollcall.cli.people.calibrate",
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
