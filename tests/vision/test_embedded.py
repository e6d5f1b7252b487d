from __future__ import annotations

import numpy as np

from rollcall.model import Face
from rollcall.vision.embedded import with_embeddings
from rollcall.vision.scrfd.candidates import Candidates


def test_row_that_is_no_number_or_nothing_is_no_embedding() -> None:
    faces = [Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), score) for score in (0.9, 0.8, 0.7, 0.6)]
    rows = np.array([[1, 0], [np.nan, 1], [np.inf, 0], [0, 0]], np.float32)
    told = with_embeddings(faces, rows)
    assert [face.score for face in told] == [0.9, 0.8, 0.7, 0.6]
    assert [face.embedding is not None for face in told] == [True, False, False, False]


def test_candidates_without_a_place_are_none() -> None:
    boxes = np.array([[0, 0, 10, 10], [0, 0, np.nan, 10], [0, 0, 10, np.inf]], np.float32)
    found = Candidates(boxes, np.zeros((3, 5, 2), np.float32), np.array([0.5, 0.9, 0.9], np.float32))
    assert found.finite().scores.tolist() == [0.5]
