"""How far the five landmarks lie from labelled ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rollcall.bench.vision.faces_found import best_match
from rollcall.model import Box, Image, Landmarks
from rollcall.vision.protocols import Detector

__all__ = ["LabelledFace", "LandmarkError", "labelled_faces", "measure_landmarks"]

_POINTS = ("leye", "reye", "nose", "lmouth", "rmouth")


@dataclass(frozen=True, eq=False)
class LabelledFace:
    """One face of one picture, as somebody marked it."""

    file: str
    box: Box
    landmarks: Landmarks


@dataclass(frozen=True)
class LandmarkError:
    """Distances between found and labelled landmarks, as shares of the distance between the labelled eyes."""

    labelled: int
    found: int
    mean: float
    of_eyes: float
    of_nose: float
    of_mouth: float


def labelled_faces(labels: Path) -> list[LabelledFace]:
    """Return the faces of a table with columns file, xmin, ymin, xmax, ymax and x and y of each point."""
    with labels.open(newline="", encoding="utf-8") as file:
        return [_labelled_face(row) for row in csv.DictReader(file)]


def _labelled_face(row: dict[str, str]) -> LabelledFace:
    box = np.array([float(row[name]) for name in ("xmin", "ymin", "xmax", "ymax")], np.float32)
    points = [[float(row[f"{point}_{axis}"]) for axis in "xy"] for point in _POINTS]
    return LabelledFace(row["file"], box, np.array(points, np.float32))


def measure_landmarks(pictures: Iterable[tuple[Image, LabelledFace]], detector: Detector) -> LandmarkError:
    """Return the mean errors over the faces that are found."""
    errors, labelled = [], 0
    for image, face in pictures:
        labelled += 1
        found = best_match(face.box, detector.detect(image))
        if found is not None:
            eyes = np.linalg.norm(face.landmarks[0] - face.landmarks[1])
            errors.append(np.linalg.norm(found.landmarks - face.landmarks, axis=1) / eyes)
    means = np.mean(errors, axis=0) if errors else np.full(len(_POINTS), np.nan)
    return LandmarkError(
        labelled=labelled,
        found=len(errors),
        mean=float(means.mean()),
        of_eyes=float(means[:2].mean()),
        of_nose=float(means[2]),
        of_mouth=float(means[3:].mean()),
    )
