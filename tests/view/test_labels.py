from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.errors import ConfigError
from rollcall.view.fonts import load_font
from rollcall.view.labels import lay_over, render_label

_GREEN = (60, 160, 30)
_CORNER = 16
"""Smaller pictures see no more of a label than its round and so empty corner."""


def test_hangul_is_written_with_a_glyph_of_its_own_for_every_syllable():
    written = {syllable: render_label(syllable, _GREEN, 24, None).tobytes() for syllable in "김철수이영희박"}
    # A font without Hangul draws the same empty box for each of them.
    assert len(set(written.values())) == len(written)


def test_a_longer_name_makes_a_longer_label():
    short, long = (render_label(name, _GREEN, 20, None) for name in ("Ann", "Ann-Kathrin von der Heide"))
    assert long.shape[1] > 3 * short.shape[1] > 0
    assert long.shape[0] == short.shape[0]


@given(st.integers(-400, 400), st.integers(-400, 400), st.integers(_CORNER, 200), st.integers(_CORNER, 200))
def test_a_label_is_moved_into_the_picture_wherever_it_would_lie(x, y, width, height):
    image = np.zeros((height, width, 3), np.uint8)
    lay_over(image, render_label("Unknown", _GREEN, 16, None), x, y)
    assert image.max() > 0


def test_a_font_file_that_is_none_is_named(tmp_path):
    file = tmp_path / "letters.ttf"
    file.write_text("no font")
    with pytest.raises(ConfigError, match=r"letters\.ttf"):
        load_font(file, 20)
