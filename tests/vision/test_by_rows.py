"""Filters taken row by row find what they find whole."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rollcall.vision.by_rows import by_rows


@given(filters=st.integers(1, 3), channels=st.integers(1, 3), half=st.integers(0, 3), seed=st.integers(0, 1000))
def test_the_sum_of_the_rows_is_the_whole(filters: int, channels: int, half: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(filters, channels, 2 * half + 1, 2 * half + 1)).astype(np.float32)
    picture = rng.normal(size=(channels, 6, 7)).astype(np.float32)
    across, down = by_rows(weights)
    found = _convolved(_convolved(picture, across), down)
    np.testing.assert_allclose(found, _convolved(picture, weights), rtol=1e-4, atol=1e-4)


def _convolved(picture: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the filters find, zeros around the picture."""
    found = np.zeros((len(weights), *picture.shape[1:]), np.float32)
    for plane, of_filter in zip(found, weights, strict=True):
        for source, kernel in zip(picture, of_filter, strict=True):
            plane += cv2.filter2D(source, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT)
    return found
