"""Let cameras die and return, people come and go, viewers and receivers too, and see what the program holds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import click

from rollcall.bench.capture.proxy import FaultProxy
from rollcall.bench.live.camera import Cameras
from rollcall.bench.live.command import live_cast
from rollcall.bench.live.subject import Subject, Task
from rollcall.bench.soak.receiver import WebhookReceiver
from rollcall.bench.soak.samples import Sample, Trend, trends_of
from rollcall.bench.soak.trouble import troubles
from rollcall.bench.web.visitors import Visit, Visitors
from rollcall.config import VisionSettings

__all__ = ["command"]

_CAMERAS = 2
_TURN_SECONDS = 20.0
"""From one trouble to the next; it lasts for half of that."""
_VIEWERS, _PICTURE_VIEWERS, _REQUESTS = 2, 1, 10.0


@click.command("soak")
@click.argument("data", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--models", required=True, type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS")
@click.option("--minutes", default=60.0, show_default=True, help="How long.")
@click.option("--runtime", default="auto", show_default=True, help="What runs the models.")
@click.option("--json", "json_file", type=click.File("w"), help="Write all samples there too; - is standard output.")
def command(data: Path, models: Path, minutes: float, runtime: str, json_file: TextIO | None) -> None:
    """Soak the program before two cameras with people of DATA/lfw/images, one of them behind a network that fails."""
    vision = VisionSettings.model_validate({"models": models, "runtime": runtime})
    cast = live_cast(data, vision)
    with ExitStack() as ending:
        cameras = ending.enter_context(Cameras(cast, _CAMERAS))
        network = ending.enter_context(FaultProxy(urlsplit(cameras.urls[0]).port or 0))
        receiver = WebhookReceiver()
        ending.callback(receiver.down)
        urls = (_through(network, cameras.urls[0]), *cameras.urls[1:])
        task = Task(cast, urls, cameras.ahead, vision, webhook=receiver.url)
        subject = ending.enter_context(Subject(task))
        samples = list(_soak(subject, network, receiver, 60 * minutes))
    for trend in trends_of(samples):
        click.echo(_row(trend))
    if json_file is not None:
        json_file.write(json.dumps([asdict(sample) for sample in samples]) + "\n")


def _soak(subject: Subject, network: FaultProxy, receiver: WebhookReceiver, seconds: float) -> Iterator[Sample]:
    """Yield a sample after each trouble."""
    click.echo(f"{'':>24}{'first third':>14}{'last third':>14}{'an hour':>14}")
    began = time.monotonic()
    subject.begin()
    for trouble in troubles(network, receiver):
        visitors = Visitors(_visit(subject))
        trouble.begin()
        time.sleep(_TURN_SECONDS / 2)
        trouble.end()
        time.sleep(_TURN_SECONDS / 2)
        visitors.wait()
        yield _sample(subject, receiver, time.monotonic() - began)
        if time.monotonic() - began > seconds:
            return


def _visit(subject: Subject) -> Visit:
    return Visit(subject.url, subject.key, "camera1", _VIEWERS, _REQUESTS, _TURN_SECONDS - 2, pictures=_PICTURE_VIEWERS)


def _sample(subject: Subject, receiver: WebhookReceiver, seconds: float) -> Sample:
    held = subject.holding()
    return Sample(
        round(seconds, 1),
        round(held.process.megabytes, 1),
        held.process.threads,
        held.process.descriptors,
        round(held.database_megabytes, 3),
        held.analysed,
        receiver.taken,
    )


def _through(network: FaultProxy, url: str) -> str:
    return url.replace(f":{urlsplit(url).port}/", f":{network.port}/")


def _row(trend: Trend) -> str:
    return f"{trend.name:>24}{trend.first_third:>14.1f}{trend.last_third:>14.1f}{trend.an_hour:>+14.1f}"
