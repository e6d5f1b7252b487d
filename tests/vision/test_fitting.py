"""Pictures scaled into a net's input: whole, hardly distorted, and with as little black as that allows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.vision.fitting import fit

STRIDE = 32


@pytest.mark.parametrize(
    ("picture", "pixels"),
    [
        ((1280, 720), (640, 352)),
        ((1920, 1080), (640, 352)),
        ((720, 1280), (352, 640)),
        ((640, 480), (640, 480)),
        ((704, 576), (640, 512)),
        ((1280, 800), (640, 416)),
        ((2048, 1536), (640, 480)),
        ((2000, 100), (640, 32)),
    ],
)
def test_the_input_is_as_small_as_the_picture_allows(picture: tuple[int, int], pixels: tuple[int, int]) -> None:
    image = np.full((picture[1], picture[0], 3), 9, np.uint8)
    assert fit(image, (640, 640), canvas=STRIDE).pixels.shape[1::-1] == pixels


@given(width=st.integers(64, 4000), height=st.integers(64, 4000))
def test_no_side_is_squeezed_by_more_than_three_percent_and_nothing_is_cut_off(width: int, height: int) -> None:
    fitted = fit(np.full((height, width, 3), 9, np.uint8), (640, 640), canvas=STRIDE)
    columns, rows = width / fitted.enlarge_x, height / fitted.enlarge_y
    shown = fitted.pixels[: round(rows), : round(columns)]
    assert (shown == 9).all()
    assert int(fitted.pixels.sum()) == int(shown.sum())
    # Besides, a side is cut to whole pixels.
    scale = min(640 / width, 640 / height)
    assert columns >= width * scale * 0.97 - 1
    assert rows >= height * scale * 0.97 - 1


def test_a_net_of_one_size_gets_the_picture_as_it_is_with_black_around() -> None:
    fitted = fit(np.full((720, 1280, 3), 9, np.uint8), (640, 640), canvas=(640, 640))
    assert fitted.pixels.shape == (640, 640, 3)
    assert (fitted.pixels[:360] == 9).all()
    assert not fitted.pixels[360:].any()
