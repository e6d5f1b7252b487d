"""Of labelled faces, how many are found, by their size."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from rollcall.model import Box, Face, Image
from rollcall.vision.protocols import Detector

__all__ = ["SizeBin", "labelled_boxes", "measure_recall", "overlap"]

_EDGES = (0, 16, 24, 32, 48, 96, 10_000)
# Sides in pixels of the picture as it is.

_FOUND_OVERLAP = 0.4
# Intersection over union; labels are drawn by hand, some tighter than others.


@dataclass(frozen=True)
class SizeBin:
    """The labelled faces whose side is at least ``smallest`` and less than ``largest`` pixels."""

    smallest: int
    largest: int
    labelled: int
    found: int


def labelled_boxes(labels: Path) -> dict[str, list[Box]]:
    """Return the boxes of each file in a table with columns file, xmin, ymin, xmax and ymax."""
    boxes: dict[str, list[Box]] = defaultdict(list)
    with labels.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            boxes[row["file"]].append(
                np.array([float(row[name]) for name in ("xmin", "ymin", "xmax", "ymax")], np.float32)
            )
    return boxes


def measure_recall(pictures: Iterable[tuple[Image, list[Box]]], detector: Detector) -> list[SizeBin]:
    """Return how many of the labelled faces are found, in bins of size."""
    sides: list[float] = []
    found: list[bool] = []
    for image, boxes in pictures:
        faces = detector.detect(image)
        sides += [float(np.sqrt(np.prod(box[2:] - box[:2]))) for box in boxes]
        found += [any(overlap(box, face.box) >= _FOUND_OVERLAP for face in faces) for box in boxes]
    bins = np.digitize(sides, _EDGES)
    return [
        SizeBin(low, high, int((bins == number).sum()), int(np.array(found)[bins == number].sum()))
        for number, (low, high) in enumerate(pairwise(_EDGES), start=1)
    ]


def best_match(box: Box, faces: Iterable[Face]) -> Face | None:
    """Return the face that overlaps the labelled box most, if it is the labelled one at all."""
    best = max(faces, key=lambda face: overlap(box, face.box), default=None)
    return best if best is not None and overlap(box, best.box) >= _FOUND_OVERLAP else None


def overlap(first: Box, second: Box) -> float:
    """Return intersection over union."""
    low, high = np.maximum(first[:2], second[:2]), np.minimum(first[2:], second[2:])
    shared = float(np.prod(np.maximum(high - low, 0)))
    union = float(np.prod(first[2:] - first[:2]) + np.prod(second[2:] - second[:2])) - shared
    return shared / union if union > 0 else 0.0
