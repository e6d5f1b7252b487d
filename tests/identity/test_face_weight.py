from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.faces import face
from rollcall.identity.face_weight import weigh
from rollcall.model import Face, Quality

shares = st.floats(0, 1)


def measured(size: float = 112, sharpness: float = 1, frontality: float = 1, visible: float = 1) -> Face:
    plain: Face = face()
    return replace(plain, quality=Quality(size, sharpness, frontality, visible, score=0.5))


def test_a_large_sharp_frontal_face_weighs_all_that_a_face_can() -> None:
    assert weigh(measured()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "worse",
    [{"size": 20}, {"sharpness": 0.55}, {"frontality": 0.0}, {"visible": 0.6}],
    ids=lambda worse: next(iter(worse)),
)
def test_a_face_with_one_bad_side_weighs_less_than_half(worse: dict[str, float]) -> None:
    assert weigh(measured(**worse)) < 0.5


def test_a_face_of_forty_pixels_is_nearly_as_good_as_a_large_one() -> None:
    assert weigh(measured(size=40)) > 0.85


@given(st.floats(0, 500), st.floats(0, 500), shares, shares, shares)
def test_a_larger_face_never_weighs_less(one: float, other: float, sharp: float, front: float, visible: float) -> None:
    small, large = sorted((one, other))
    assert 0 <= weigh(measured(small, sharp, front, visible)) <= weigh(measured(large, sharp, front, visible)) <= 1


def test_a_face_of_unknown_quality_counts_as_fair() -> None:
    unknown = Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), score=0.9)
    assert weigh(unknown) == 0.5
