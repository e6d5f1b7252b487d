"""Every size of the picture has a place of its own on the canvas, and boxes find the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.vision.dlib.pyramid import Canvas, Layout, Level, lay_out

SIDES = st.integers(1, 3000)


def corners(level: Level) -> tuple[float, float, float, float]:
    return (level.left, level.top, level.right - 1, level.bottom - 1)


@given(SIDES, SIDES)
def test_levels_lie_on_the_canvas_and_not_on_each_other(width: int, height: int) -> None:
    layout = lay_out(width, height)
    for number, level in enumerate(layout.levels):
        assert 0 <= level.left < level.right <= layout.width
        assert 0 <= level.top < level.bottom <= layout.height
        for other in layout.levels[number + 1 :]:
            beside = level.right <= other.left or other.right <= level.left
            above = level.bottom <= other.top or other.bottom <= level.top
            assert beside or above


@given(SIDES, SIDES)
def test_the_first_level_is_the_picture_itself(width: int, height: int) -> None:
    first = lay_out(width, height).levels[0]
    assert (first.width, first.height) == (width, height)


@pytest.mark.parametrize(
    ("size", "canvas", "count"),
    [((500, 375), (522, 1405), 22), ((360, 480), (382, 1782), 24), ((400, 500), (422, 1852), 24)],
)
def test_the_canvas_is_as_large_as_dlibs(size: tuple[int, int], canvas: tuple[int, int], count: int) -> None:
    # Taken down from dlib's own detector, whose scores at these sizes ours equal to a millionth.
    layout = lay_out(*size)
    assert (layout.width, layout.height) == canvas
    assert len(layout.levels) == count


@given(st.integers(40, 2000), st.integers(40, 2000))
def test_the_corners_of_each_level_are_those_of_the_picture(width: int, height: int) -> None:
    layout = lay_out(width, height)
    for level in layout.levels[:8]:
        (box,) = layout.to_picture(np.array([corners(level)], np.float64))
        # A pixel of the level, as large as it is there, and what rounding its size has cost.
        slack = 2.5 * width / level.width + 0.6 * sum((6 / 5) ** step for step in range(8))
        np.testing.assert_allclose(box, (0, 0, width - 1, height - 1), atol=slack)


def test_a_box_belongs_to_the_level_next_to_it() -> None:
    layout = Layout(60, 40, (Level(0, 0, 20, 20), Level(30, 0, 10, 10)))
    boxes = layout.to_picture(np.array([[-4.0, 5, 6, 15], [41, 2, 45, 6]]))
    np.testing.assert_allclose(boxes[0], (-4, 5, 6, 15))
    np.testing.assert_allclose(boxes[1], np.array([11, 2, 15, 6]) * 1.2 + 0.3)


def test_one_colour_stays_that_colour_on_every_level() -> None:
    layout = lay_out(64, 48)
    canvas = Canvas(layout, (1.0, 2.0, 3.0)).draw(np.full((48, 64, 3), (30, 20, 10), np.uint8))
    assert canvas.shape == (3, layout.height, layout.width)
    for level in layout.levels:
        place = canvas[:, level.top : level.bottom, level.left : level.right]
        np.testing.assert_allclose(place, np.broadcast_to([[[10]], [[20]], [[30]]], place.shape), rtol=1e-5)
    np.testing.assert_array_equal(canvas[:, 0, 0], [1, 2, 3])


def test_the_corners_of_a_level_are_the_corners_of_the_one_before() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    layout = lay_out(120, 90)
    canvas = Canvas(layout, (0.0, 0.0, 0.0)).draw(picture)
    for level in layout.levels[:6]:
        np.testing.assert_allclose(canvas[:, level.top, level.left], picture[0, 0, ::-1], rtol=1e-3)
        np.testing.assert_allclose(canvas[:, level.bottom - 1, level.right - 1], picture[-1, -1, ::-1], rtol=1e-3)


def test_a_canvas_keeps_nothing_of_the_picture_before() -> None:
    first, second = np.random.default_rng(2).integers(0, 256, (2, 90, 120, 3), np.uint8)
    used, new = (Canvas(lay_out(120, 90), (1.0, 2.0, 3.0)) for _ in range(2))
    used.draw(first)
    np.testing.assert_array_equal(used.draw(second), new.draw(second))
