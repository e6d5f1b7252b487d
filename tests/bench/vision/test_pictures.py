"""Pictures for comparing are scaled alike in both directions, and keep their pixels."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rollcall.bench.vision.pictures import exactly_scaled
from rollcall.vision.fitting import fit

PASSES = ((640, 640), (160, 160))


@given(width=st.integers(1, 1500), height=st.integers(1, 1500))
def test_every_pass_scales_both_sides_alike(width: int, height: int) -> None:
    image = np.full((height, width, 3), 9, np.uint8)
    padded = exactly_scaled(image, PASSES, 32)
    assert (padded[:height, :width] == 9).all()
    assert int(padded.sum()) == int(image.sum())
    for size in PASSES:
        fitted = fit(padded, size, canvas=32)
        assert abs(fitted.enlarge_x / fitted.enlarge_y - 1) < 1e-6


def test_a_picture_that_is_scaled_alike_stays_as_it_is() -> None:
    image = np.zeros((960, 1280, 3), np.uint8)
    assert exactly_scaled(image, PASSES, 32) is image


def test_a_picture_that_a_pass_would_squeeze_gets_as_much_black_as_keeps_it_from_that() -> None:
    assert exactly_scaled(np.zeros((720, 1280, 3), np.uint8), PASSES, 32).shape == (728, 1280, 3)
