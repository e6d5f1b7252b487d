"""Measure the whole system before cameras of 720p25: rates, ages, names, processors, memory; peers beside."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from rollcall.bench.live.camera import Cameras
from rollcall.bench.live.cast import Actor, choose_cast
from rollcall.bench.live.figures import LiveFigures, SystemFigures
from rollcall.bench.live.loop import measure_loop
from rollcall.bench.live.peers import measure_peers
from rollcall.bench.live.report import rows_of
from rollcall.bench.live.scene import PEOPLE, Scene
from rollcall.bench.live.subject import Subject, Task
from rollcall.bench.vision.models import load_models
from rollcall.config import VisionSettings
from rollcall.vision import load_pack
from rollcall.vision.engines.threads import physical_processors
from rollcall.vision.runtime import Runtime

__all__ = ["command", "live_cast"]


@click.command("live")
@click.argument("data", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--models", required=True, type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS")
@click.option("--cameras", type=int, multiple=True, default=(1, 2, 4), show_default=True, help="May be repeated.")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="Length of each run.")
@click.option("--runtime", default="auto", show_default=True, help="What runs the models.")
@click.option("--peers", is_flag=True, help="Install InsightFace and face_recognition beside, and measure them too.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(
    data: Path,
    models: Path,
    cameras: tuple[int, ...],
    seconds: float,
    runtime: str,
    peers: bool,
    json_file: TextIO | None,
) -> None:
    """Measure with people of DATA/lfw/images, one folder of photos a person, who walk before the cameras."""
    vision = VisionSettings.model_validate({"models": models, "runtime": runtime})
    cast = live_cast(data, vision)
    systems = [_system(cast, count, vision, seconds) for count in cameras]
    loops = [measure_loop(cast, vision, at_once) for at_once in sorted({1, physical_processors()})]
    figures = LiveFigures(systems, loops, [])
    if peers:
        figures.peers.extend(measure_peers(Scene(cast), load_models(models, Runtime())))
    for name, value in rows_of(figures):
        click.echo(f"{name:>62}  {value}")
    if json_file is not None:
        json_file.write(json.dumps(asdict(figures), indent=1) + "\n")


def live_cast(data: Path, vision: VisionSettings) -> tuple[Actor, ...]:
    """Return the people of the scene."""
    return choose_cast(data / "lfw" / "images", load_pack(vision), PEOPLE)


def _system(cast: tuple[Actor, ...], count: int, vision: VisionSettings, seconds: float) -> SystemFigures:
    click.echo(f"{count} camera{'s'[: count > 1]}: {seconds:g} s", err=True)
    with Cameras(cast, count) as cameras, Subject(Task(cast, cameras.urls, cameras.ahead, vision)) as subject:
        subject.begin()
        time.sleep(seconds)
        return subject.end()
