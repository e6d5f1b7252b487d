"""Measure a gallery: propose threshold and margin, name lookalikes and photos that spoil it."""

from __future__ import annotations

from pathlib import Path

import click

from rollcall.config import IdentitySettings, VisionSettings
from rollcall.errors import EnrolmentError
from rollcall.identity.calibration.calibration import calibrate
from rollcall.identity.calibration.report import draw_calibration, tell_calibration
from rollcall.identity.enrolment.folder import PhotoReport, check_folder, list_photos, people_of
from rollcall.identity.metric import Metric
from rollcall.vision import ModelPack, load_pack

__all__ = ["command"]


@click.command("calibrate")
@click.argument("gallery", type=click.Path(path_type=Path), envvar="GALLERY")
@click.option("--models", type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS", help="Folder with the models.")
@click.option(
    "--false-names",
    type=click.FloatRange(1e-6, 0.5),
    default=0.001,
    show_default=True,
    help="Share of strangers who may get a name.",
)
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw the figures there, as SVG.")
def command(gallery: Path, models: Path | None, false_names: float, plot: Path | None) -> None:
    """Measure the photos in GALLERY, one folder a person, and propose threshold and margin."""
    pack = load_pack(VisionSettings(models=models))
    reports = _check(gallery, pack)
    people = people_of(reports)
    if not people:
        raise EnrolmentError(f"No photo in '{gallery}' shows one clear face, so there is nothing to measure.")
    measured = calibrate(people, Metric(pack.metric), pack_threshold=pack.threshold, rate=false_names)
    for line in tell_calibration(measured):
        click.echo(line)
    for report in reports:
        if report.check.fault is not None:
            click.echo(f"Not used: {report.path}: {report.check.words}")
    click.echo(_settings(measured.threshold, measured.margin))
    if plot is not None:
        plot.write_text(draw_calibration(measured), encoding="utf-8")
        click.echo(f"Drawn in {plot}.")


def _check(gallery: Path, pack: ModelPack) -> tuple[PhotoReport, ...]:
    photos = list_photos(gallery)
    with click.progressbar(check_folder(gallery, pack), length=len(photos), label="Looking at the photos") as bar:
        return tuple(bar)


def _settings(threshold: float, margin: float) -> str:
    fields = IdentitySettings(threshold=round(threshold, 2), margin=round(margin, 2))
    return f"\nFor rollcall.yaml:\nidentity:\n  threshold: {fields.threshold}\n  margin: {fields.margin}"
