"""Labelled faces are counted as found by size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from rollcall.bench.vision.faces_found import labelled_boxes, measure_recall, overlap
from rollcall.model import Box, Face, Image


def _box(*edges: float) -> Box:
    return np.array(edges, np.float32)


@dataclass(frozen=True)
class Finds:
    """Finds these boxes in every picture."""

    boxes: tuple[Box, ...]
    engine: str = "none"

    def detect(self, image: Image) -> tuple[Face, ...]:  # noqa: ARG002 - it looks at none
        return tuple(Face(box, np.zeros((5, 2), np.float32), 1.0) for box in self.boxes)


@pytest.mark.parametrize(
    ("second", "share"),
    [((0, 0, 10, 10), 1), ((5, 0, 15, 10), 1 / 3), ((20, 20, 30, 30), 0), ((0, 0, 5, 10), 0.5), ((3, 3, 3, 3), 0)],
)
def test_overlap_is_intersection_over_union(second: tuple[float, ...], share: float) -> None:
    assert overlap(_box(0, 0, 10, 10), _box(*second)) == pytest.approx(share)


def test_each_size_is_counted_for_itself() -> None:
    small, large = _box(0, 0, 10, 10), _box(100, 100, 150, 150)
    image = np.zeros((200, 200, 3), np.uint8)
    bins = {size.smallest: size for size in measure_recall([(image, [small, large])], Finds((large + 3,)))}
    assert (bins[0].labelled, bins[0].found) == (1, 0)
    assert (bins[48].labelled, bins[48].found) == (1, 1)
    assert sum(size.labelled for size in bins.values()) == 2


def test_labels_are_read_by_file(tmp_path: Path) -> None:
    (tmp_path / "boxes.csv").write_text(
        "file,xmin,ymin,xmax,ymax,label\na.jpg,1,2,3,4,x\nb.jpg,0,0,1,1,x\na.jpg,5,6,7,8,x\n"
    )
    boxes = labelled_boxes(tmp_path / "boxes.csv")
    assert [box.tolist() for box in boxes["a.jpg"]] == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert len(boxes["b.jpg"]) == 1
