"""Measure finding and embedding of faces: speed, accuracy, and the same beside InsightFace and face_recognition."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from rollcall.bench.vision.agreement import compare
from rollcall.bench.vision.faces_found import labelled_boxes, measure_recall
from rollcall.bench.vision.figures import VisionFigures
from rollcall.bench.vision.landmark_error import labelled_faces, measure_landmarks
from rollcall.bench.vision.memory import CallMemory, measure_memory
from rollcall.bench.vision.models import MeasuredModels, load_dlib_models, load_models
from rollcall.bench.vision.peers.process import FACE_RECOGNITION, INSIGHTFACE, PeerProcess
from rollcall.bench.vision.pictures import frame_with_faces, pictures_in, portrait
from rollcall.bench.vision.report import rows_of
from rollcall.bench.vision.speed import DlibSpeed, measure_dlib_speed, measure_speed
from rollcall.errors import ConfigError
from rollcall.model import Image
from rollcall.vision import read_image
from rollcall.vision.runtime import Runtime, available_engines
from rollcall.vision.scrfd.detector import ScrfdDetector

__all__ = ["command"]

_T = TypeVar("_T")

_FACES = 6
_COMPARED_PORTRAITS = 200
_SMALL = (96, 96)
"""Size of the detector for thousands of calls."""


@click.command("vision")
@click.argument("data", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--models", required=True, type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS")
@click.option("--peers", is_flag=True, help="Install InsightFace and face_recognition beside, and measure them too.")
@click.option("--threads", type=int, default=0, help="Threads for inference; 0 for all.")
@click.option("--rounds", type=int, default=30, show_default=True, help="Times that each takes its turn.")
@click.option(
    "--calls", type=int, default=10_000, show_default=True, help="Calls that must leave the memory as it was."
)
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(
    data: Path, models: Path, peers: bool, threads: int, rounds: int, calls: int, json_file: TextIO | None
) -> None:
    """Measure on DATA, a folder with crowd/, lfw/, detection/ and landmarks/."""
    engines = [name for name in available_engines() if name.endswith((":cpu", ":gpu", ":cuda"))]
    runtimes = [Runtime(engine=name, threads=threads) for name in engines]
    with ExitStack() as stack:
        insightface = stack.enter_context(PeerProcess(INSIGHTFACE)) if peers else None
        face_recognition = stack.enter_context(PeerProcess(FACE_RECOGNITION)) if peers else None
        figures = _measure(data, models, runtimes, insightface, face_recognition, rounds, calls)
    for name, value in rows_of(figures):
        click.echo(f"{name:>44}  {value}")
    if json_file is not None:
        json_file.write(json.dumps(asdict(figures), indent=1) + "\n")


def _measure(
    data: Path,
    folder: Path,
    runtimes: list[Runtime],
    insightface: PeerProcess | None,
    face_recognition: PeerProcess | None,
    rounds: int,
    calls: int,
) -> VisionFigures:
    measured = [load_models(folder, runtime) for runtime in runtimes]
    first = measured[0]
    start = _open(insightface, first) if insightface else None
    frame = frame_with_faces(data / "crowd", first.detector, _FACES)
    return VisionFigures(
        detector=first.detector_path.name,
        embedder=first.embedder_path.name,
        speeds=[
            measure_speed(frame, models, insightface, _progress(range(rounds), "Taking turns")) for models in measured
        ],
        dlib=list(_measure_dlib(data, runtimes, face_recognition)),
        agreement=compare(_compared(data), first, insightface) if insightface else None,
        recall=measure_recall(_with_boxes(data / "detection"), first.detector),
        landmarks=measure_landmarks(_with_landmarks(data / "landmarks"), first.detector),
        insightface_start=start,
        memory=[_measure_memory(frame, models, calls) for models in measured],
    )


def _measure_dlib(data: Path, runtimes: Iterable[Runtime], face_recognition: PeerProcess | None) -> Iterator[DlibSpeed]:
    if face_recognition is None:
        return
    models = [load_dlib_models(runtime) for runtime in runtimes]
    # Its detector sees faces of 80 pixels and more, so it gets a frame of its own.
    frame = frame_with_faces(data / "crowd", models[0].detector, _FACES)
    for measured in models:
        yield measure_dlib_speed(frame, measured, face_recognition)


def _measure_memory(frame: Image, models: MeasuredModels, calls: int) -> CallMemory:
    detector = ScrfdDetector(models.detector.net, size=_SMALL)
    face = portrait(frame, models.detector)
    return measure_memory(detector, models.embedder, face, _progress(range(calls), "Calling often"), calls)


def _open(insightface: PeerProcess, models: MeasuredModels) -> dict[str, float]:
    """Let it load the very same files, alone in a folder as it wants them."""
    folder = insightface.folder("models", (models.detector_path, models.embedder_path))
    answer: dict[str, float] = insightface.ask("open", folder=folder)
    return answer


def _compared(data: Path) -> Iterator[Image]:
    portraits = pictures_in(data / "lfw" / "images", "*/*")
    step = max(1, len(portraits) // _COMPARED_PORTRAITS)
    paths = [*pictures_in(data / "crowd"), *portraits[::step][:_COMPARED_PORTRAITS]]
    return (read_image(path) for path in _progress(paths, "Comparing with InsightFace"))


def _with_boxes(folder: Path) -> Iterator[tuple[Image, Any]]:
    labels = _labels(folder / "boxes.csv")
    for file, boxes in _progress(list(labelled_boxes(labels).items()), "Finding labelled faces"):
        yield read_image(folder / "images" / file), boxes


def _with_landmarks(folder: Path) -> Iterator[tuple[Image, Any]]:
    labels = _labels(folder / "landmarks5.csv")
    for face in _progress(labelled_faces(labels), "Measuring landmarks"):
        yield read_image(folder / "images" / face.file), face


def _labels(path: Path) -> Path:
    if not path.is_file():
        raise ConfigError(f"'{path}' is missing; the folder given must hold labelled data as docs/vision.md says.")
    return path


def _progress(items: Iterable[_T], label: str) -> Iterator[_T]:
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
