"""Measure live video in a browser, what viewers cost, and requests and viewers beside running recognition."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from rollcall.bench.live.camera import Cameras
from rollcall.bench.live.command import live_cast
from rollcall.bench.live.subject import Subject, Task
from rollcall.bench.web.browser import look, opened_browser
from rollcall.bench.web.figures import Shown, Watching, WebFigures
from rollcall.bench.web.report import rows_of
from rollcall.bench.web.visitors import Visit, Visitors
from rollcall.config import VisionSettings

__all__ = ["command"]

_PARTS = ("browser", "viewers", "load")
_SETTLE_SECONDS = 3.0
"""Until all are there, and before they leave: a thread that has ended tells no more what it took."""


@click.command("web")
@click.argument("data", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--models", required=True, type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS")
@click.option("--only", type=click.Choice(_PARTS), multiple=True, help="Measure this alone; may be repeated.")
@click.option("--viewers", default=8, show_default=True, help="Who watch at once.")
@click.option("--requests", default=200.0, show_default=True, help="Reads of the API a second.")
@click.option("--seconds", default=30.0, show_default=True, help="Length of each part.")
@click.option("--runtime", default="auto", show_default=True, help="What runs the models.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(
    data: Path,
    models: Path,
    only: tuple[str, ...],
    viewers: int,
    requests: float,
    seconds: float,
    runtime: str,
    json_file: TextIO | None,
) -> None:
    """Measure with one camera before which people of DATA/lfw/images walk."""
    vision = VisionSettings.model_validate({"models": models, "runtime": runtime})
    cast, parts = live_cast(data, vision), only or _PARTS
    with Cameras(cast, 1) as cameras, Subject(Task(cast, cameras.urls, cameras.ahead, vision)) as subject:
        shown = list(_browser(subject, seconds)) if "browser" in parts else []
        loads = [(0, 0.0)] if {"viewers", "load"} & set(parts) else []
        loads += [(1, 0.0), (viewers, 0.0)] if "viewers" in parts else []
        loads += [(viewers, requests)] if "load" in parts else []
        figures = WebFigures(shown, [_watch(subject, *load, seconds) for load in loads])
    for name, value in rows_of(figures):
        click.echo(f"{name:>44}  {value}")
    if json_file is not None:
        json_file.write(json.dumps(asdict(figures), indent=1) + "\n")


def _browser(subject: Subject, seconds: float) -> Iterator[Shown]:
    with opened_browser(subject.link) as context:
        for way in ("video", "pictures"):
            click.echo(f"Chromium, {way}: {seconds:g} s", err=True)
            yield look(context, subject.url, way, seconds)


def _watch(subject: Subject, viewers: int, requests: float, seconds: float) -> Watching:
    click.echo(f"{viewers} viewers, {requests:g} requests a second: {seconds:g} s", err=True)
    stay = seconds + 2 * _SETTLE_SECONDS
    visitors = Visitors(Visit(subject.url, subject.key, "camera1", viewers, requests, stay))
    time.sleep(_SETTLE_SECONDS)
    subject.begin()
    time.sleep(seconds)
    system = subject.end()
    return Watching(viewers, *visitors.wait(), system)
