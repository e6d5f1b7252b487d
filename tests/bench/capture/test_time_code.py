from __future__ import annotations

import numpy as np
import pytest
import simplejpeg
from hypothesis import given
from hypothesis import strategies as st

from rollcall.bench.capture.time_code import SMALLEST, draw_time, read_time


def picture(time):
    drawn = np.random.default_rng(3).integers(0, 255, (240, 320, 3), np.uint8)
    draw_time(drawn, time)
    return drawn


@given(st.floats(0, 4e9))
def test_a_time_that_was_drawn_is_read_to_the_millisecond(time):
    assert read_time(picture(time)) == pytest.approx(time, abs=0.00051)


@pytest.mark.parametrize("quality", [30, 90])
def test_it_survives_compression(quality):
    squeezed = simplejpeg.decode_jpeg(simplejpeg.encode_jpeg(picture(1_790_000_000.123), quality, "BGR"), "BGR")
    assert read_time(squeezed) == pytest.approx(1_790_000_000.123)


def test_what_shows_no_time_has_none():
    assert read_time(np.full((240, 320, 3), 128, np.uint8)) is None
    assert read_time(np.zeros((8, 8, 3), np.uint8)) is None


@pytest.mark.parametrize("bit", range(0, 48, 5))
def test_a_damaged_time_is_none_rather_than_another(bit):
    damaged = picture(1_790_000_000.0)
    row, column = divmod(bit, SMALLEST[0] // 16)
    cell = damaged[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16]
    cell[:] = 255 - cell
    assert read_time(damaged) is None
