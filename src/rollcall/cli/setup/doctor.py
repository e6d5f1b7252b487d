"""Look at everything that Rollcall needs, and say what to do."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from rollcall.cli.settings import config_option, settings_of
from rollcall.config import parse_cameras
from rollcall.doctor import Finding, Level, examine, worst_of
from rollcall.redaction import redact

__all__ = ["command"]

_COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}
_EXIT_CODES = {Level.OK: 0, Level.WARNING: 1, Level.PROBLEM: 2}
_MARGIN = 9
"""Width of the column of levels."""


@click.command("doctor")
@click.argument("cameras", nargs=-1, metavar="[[NAME=]URL]...")
@config_option
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database and its pictures.")
@click.option("--models", type=click.Path(path_type=Path), help="Folder with the models.")
@click.option("--seconds", type=click.FloatRange(1, 120), default=10, show_default=True, help="At most, a camera.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    cameras: tuple[str, ...], file: Path | None, data: Path | None, models: Path | None, seconds: float, as_json: bool
) -> None:
    """Look at settings, GStreamer, decoders, clock, fonts, models, data, disk, alerts and every camera; say what to do.

    Nothing is changed, and a Rollcall that runs goes on. CAMERAS stand in for those of the settings and the page.

    The exit code is 0 where all is well, 1 where something could be better, 2 where something does not work.
    """
    # What the parts would log stands in the findings.
    logging.getLogger().addHandler(logging.NullHandler())
    load = partial(settings_of, file, store={"data": data}, vision={"models": models})
    findings = []
    for finding in examine(load, seconds, parse_cameras(cameras)):
        findings.append(finding)
        if not as_json:
            _print(finding)
    worst = worst_of(findings)
    if as_json:
        report = {"worst": worst, "findings": [asdict(finding) for finding in findings]}
        click.echo(redact(json.dumps(report, ensure_ascii=False, indent=2)))
    sys.exit(_EXIT_CODES[worst])


def _print(finding: Finding) -> None:
    level = click.style(f"{finding.level:<{_MARGIN}}", fg=_COLOURS[finding.level])
    click.echo(f"{level}{finding.subject}: {redact(finding.words)}")
    if finding.remedy:
        click.echo(f"{'':<{_MARGIN}}-> {finding.remedy}")
