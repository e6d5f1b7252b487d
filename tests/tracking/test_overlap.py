from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rollcall.tracking.overlap import overlaps

BOXES = arrays(np.float32, (3, 4), elements=st.floats(0, 1000, width=32)).map(
    lambda boxes: np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
)


@given(BOXES, BOXES)
def test_overlap_is_a_share_and_the_same_both_ways(first: np.ndarray, second: np.ndarray) -> None:
    shared = overlaps(first, second)
    assert ((shared >= 0) & (shared <= 1.001)).all()
    np.testing.assert_allclose(shared, overlaps(second, first).T, rtol=1e-5)


def test_overlaps_of_known_boxes() -> None:
    here = np.array([[0, 0, 10, 10]], np.float32)
    others = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30], [3, 3, 3, 3]], np.float32)
    np.testing.assert_allclose(overlaps(here, others), [[1, 1 / 3, 0, 0]], rtol=1e-6)


def test_boxes_without_area_share_nothing() -> None:
    point = np.array([[3, 3, 3, 3]], np.float32)
    assert overlaps(point, point).tolist() == [[0.0]]
