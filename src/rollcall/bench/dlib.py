"""Hold dlib's models as they run here against dlib itself: the same numbers, and how much sooner."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from functools import reduce
from pathlib import Path
from typing import Any, TextIO, TypeAlias, TypeVar

import click
import numpy as np
from numpy.typing import NDArray

from rollcall.bench.vision.models import load_dlib_models
from rollcall.errors import ConfigError
from rollcall.model import Face, Image
from rollcall.vision import read_image
from rollcall.vision.cache import cache_folder
from rollcall.vision.dlib.pyramid import Canvas, lay_out
from rollcall.vision.dlib.resnet import FACE_SIDE
from rollcall.vision.dlib.weights import (
    MMOD,
    RESNET,
    SHAPE_PREDICTORS,
    find_weights,
    load_shape_predictor,
)
from rollcall.vision.runtime import Runtime

__all__ = ["DlibComparison", "command", "compare_with_dlib"]

_T = TypeVar("_T")
_Numbers: TypeAlias = NDArray[np.float64]

_REPETITIONS = 5
# Of what takes milliseconds; the shortest counts, since other work on the machine only makes it longer.

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True)
class DlibComparison:
    """What was found; differences are the greatest ones, times those of all pictures together."""

    pictures: int
    faces: int
    faces_of_one_only: int
    """Found by one of both."""
    boxes_differ_pixels: float
    confidences_differ: float
    points_differ_pixels: float
    embeddings_of_same_chips_differ: float
    embeddings_differ: float
    """The same with each side's own boxes, points and chips."""
    find_milliseconds: float
    dlib_find_milliseconds: float
    embed_milliseconds: float
    """From boxes to embeddings: points, chips, network."""
    dlib_embed_milliseconds: float
    network_milliseconds: float
    """The bare inferences of both networks, below which nothing can come."""

    @property
    def times_as_fast(self) -> float:
        """How often Rollcall finds and embeds in the time that dlib takes."""
        return (self.dlib_find_milliseconds + self.dlib_embed_milliseconds) / self._milliseconds

    @property
    def above_networks(self) -> float:
        """Share of the networks' own time that everything around them takes."""
        return self._milliseconds / self.network_milliseconds - 1

    @property
    def _milliseconds(self) -> float:
        return self.find_milliseconds + self.embed_milliseconds


@click.command("dlib")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--engine", default="onnxruntime:cpu", show_default=True, help="What runs the networks, or auto.")
@click.option("--threads", type=int, default=0, help="Threads for inference; 0 for all.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(folder: Path, engine: str, threads: int, json_file: TextIO | None) -> None:
    """Find and embed the faces in the photos of FOLDER with Rollcall's dlib pack and with dlib itself."""
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise ConfigError(f"There are no photos in '{folder}'.")
    with click.progressbar(paths, label="Comparing photos", file=sys.stderr) as bar:
        result = compare_with_dlib((read_image(path) for path in bar), Runtime(engine=engine, threads=threads))
    figures = asdict(result) | {"times_as_fast": result.times_as_fast, "above_networks": result.above_networks}
    for name, value in figures.items():
        click.echo(f"{name.replace('_', ' '):>32}  {value:.6g}")
    if json_file is not None:
        json_file.write(json.dumps(figures) + "\n")


def compare_with_dlib(images: Iterable[Image], runtime: Runtime) -> DlibComparison:
    """Compare on pictures at the size that they have.

    Raises:
        ConfigError: dlib is not installed, or there is no picture.

    """
    try:
        import dlib
    except ImportError:
        raise ConfigError("dlib itself is not installed: pip install dlib-bin.") from None
    ours, theirs = _Rollcall(runtime), _Dlib(dlib)
    compared = [_compare(image, ours, theirs) for image in images]
    if not compared:
        raise ConfigError("There are no photos to compare on.")
    return reduce(_join, compared)


class _Rollcall:
    """The dlib pack, and its networks alone."""

    def __init__(self, runtime: Runtime) -> None:
        models = load_dlib_models(runtime)
        self.mean_rgb, self.finder, self.embedder = models.mean_rgb, models.finder, models.embedder
        self.predictor = load_shape_predictor(5, cache_folder() / "dlib")

    def network_seconds(self, image: Image, faces: int) -> float:
        """Return what both networks take for the picture's pyramid and its faces."""
        canvas = Canvas(lay_out(image.shape[1], image.shape[0]), self.mean_rgb).draw(image)[None]
        chips = np.zeros((faces, FACE_SIDE, FACE_SIDE, 3), np.uint8)
        detecting = _shortest(lambda: self.finder.model.run(canvas))[1]
        return detecting + (_shortest(lambda: self.embedder.model.run(chips))[1] if faces else 0.0)


class _Dlib:
    """dlib itself, used as the package face_recognition uses it."""

    def __init__(self, dlib: Any) -> None:
        self._dlib = dlib
        self._detector = dlib.cnn_face_detection_model_v1(str(find_weights(MMOD)))
        self._predictor = dlib.shape_predictor(str(find_weights(SHAPE_PREDICTORS[5])))
        self._network = dlib.face_recognition_model_v1(str(find_weights(RESNET)))

    def find(self, rgb: Image) -> tuple[_Numbers, _Numbers]:
        found = self._detector(rgb, 0)
        boxes = [(one.rect.left(), one.rect.top(), one.rect.right(), one.rect.bottom()) for one in found]
        return np.array(boxes, np.float64).reshape(-1, 4), np.array([one.confidence for one in found])

    def shapes(self, rgb: Image, boxes: _Numbers) -> list[Any]:
        return [self._predictor(rgb, self._dlib.rectangle(*box)) for box in boxes.astype(int).tolist()]

    def chips(self, rgb: Image, shapes: list[Any]) -> NDArray[np.uint8]:
        chips = [self._dlib.get_face_chip(rgb, shape, FACE_SIDE, _CHIP_PADDING) for shape in shapes]
        return np.array(chips, np.uint8).reshape(-1, FACE_SIDE, FACE_SIDE, 3)

    def embed(self, rgb: Image, boxes: _Numbers) -> _Numbers:
        shapes = self.shapes(rgb, boxes)
        return np.array([self._network.compute_face_descriptor(rgb, shape) for shape in shapes]).reshape(-1, 128)

    def embed_chips(self, chips: NDArray[np.uint8]) -> _Numbers:
        return np.array([self._network.compute_face_descriptor(chip) for chip in chips]).reshape(-1, 128)


def _compare(image: Image, ours: _Rollcall, theirs: _Dlib) -> DlibComparison:
    rgb = np.ascontiguousarray(image[..., ::-1])
    (boxes, confidences), seconds = _shortest(lambda: ours.finder.find(image))
    (dlib_boxes, dlib_confidences), dlib_seconds = _timed(lambda: theirs.find(rgb))
    same, dlib_same = _pairs(boxes, dlib_boxes)
    faces = tuple(Face((box + _TO_END).astype(np.float32), _NO_LANDMARKS, 1.0) for box in boxes[same])
    embedded, embed_seconds = _shortest(lambda: ours.embedder.embed(image, faces))
    dlib_embeddings, dlib_embed_seconds = _timed(lambda: theirs.embed(rgb, dlib_boxes[dlib_same]))
    shapes = theirs.shapes(rgb, dlib_boxes[dlib_same])
    chips = theirs.chips(rgb, shapes)
    points = np.floor(ours.predictor.predict(image, dlib_boxes[dlib_same]) + 0.5)
    dlib_points = [[(part.x, part.y) for part in shape.parts()] for shape in shapes]
    return DlibComparison(
        pictures=1,
        faces=len(same),
        faces_of_one_only=len(boxes) + len(dlib_boxes) - 2 * len(same),
        boxes_differ_pixels=_difference(boxes[same], dlib_boxes[dlib_same]),
        confidences_differ=_difference(confidences[same], dlib_confidences[dlib_same]),
        points_differ_pixels=_difference(points, np.array(dlib_points).reshape(points.shape)),
        embeddings_of_same_chips_differ=_difference(
            ours.embedder.embed_aligned(chips[..., ::-1]), theirs.embed_chips(chips)
        ),
        embeddings_differ=_difference(
            np.array([face.embedding for face in embedded]).reshape(-1, 128), dlib_embeddings
        ),
        find_milliseconds=1000 * seconds,
        dlib_find_milliseconds=1000 * dlib_seconds,
        embed_milliseconds=1000 * embed_seconds,
        dlib_embed_milliseconds=1000 * dlib_embed_seconds,
        network_milliseconds=1000 * ours.network_seconds(image, len(same)),
    )


def _join(first: DlibComparison, second: DlibComparison) -> DlibComparison:
    """Return the greater of each difference, and the sum of everything else."""
    pairs = ((field.name, getattr(first, field.name), getattr(second, field.name)) for field in fields(DlibComparison))
    return DlibComparison(**{name: max(a, b) if "differ" in name else a + b for name, a, b in pairs})


def _pairs(boxes: _Numbers, others: _Numbers) -> tuple[list[int], list[int]]:
    """Return the rows of the boxes whose centres lie in each other: the same faces."""
    found: list[tuple[int, int]] = []
    for row, box in enumerate(boxes):
        centre = (box[:2] + box[2:]) / 2
        hits = np.flatnonzero(((others[:, :2] < centre) & (centre < others[:, 2:])).all(axis=1))
        free = [int(hit) for hit in hits if hit not in {other for _, other in found}]
        if free:
            found.append((row, free[0]))
    return [row for row, _ in found], [other for _, other in found]


def _difference(first: NDArray[Any], second: NDArray[Any]) -> float:
    return float(np.abs(first - second).max(initial=0.0))


def _timed(call: Callable[[], _T]) -> tuple[_T, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def _shortest(call: Callable[[], _T]) -> tuple[_T, float]:
    """Return the result and the shortest time of a few calls."""
    results = [_timed(call) for _ in range(_REPETITIONS)]
    return results[-1][0], min(seconds for _, seconds in results)


_CHIP_PADDING = 0.25
_TO_END = (0, 0, 1, 1)
_NO_LANDMARKS = np.zeros((5, 2), np.float32)
# dlib's embedder turns faces upright by points of its own.
