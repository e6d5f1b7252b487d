"""Which faces lie in a masked region."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.model import Face
from rollcall.service.analysis.masks import covers, unmasked

LEFT_HALF = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
SIZE = (1000, 500)

shares = st.floats(0, 1)
rings = st.lists(st.tuples(shares, shares), min_size=3, max_size=8).map(tuple)


def face(x, y, side=40):
    box = np.array([x - side / 2, y - side / 2, x + side / 2, y + side / 2], np.float32)
    return Face(box, np.zeros((5, 2), np.float32), 0.9)


def test_faces_with_their_middle_in_a_mask_are_left_out():
    near_edge, beyond = face(495, 250), face(505, 250)
    assert unmasked((near_edge, beyond), (LEFT_HALF,), SIZE) == (beyond,)


def test_without_a_mask_all_faces_stay():
    faces = (face(10, 10), face(990, 490))
    assert unmasked(faces, (), SIZE) is faces


def test_where_a_polygon_covers_itself_twice_it_is_open():
    star = [(0.5 + 0.5 * math.sin(turn), 0.5 - 0.5 * math.cos(turn)) for turn in np.arange(5) * 4 * np.pi / 5]
    assert covers(tuple(star), 0.5, 0.1)
    assert not covers(tuple(star), 0.5, 0.5)


@given(rings, shares, shares, st.integers(0, 7))
def test_a_polygon_is_the_same_from_whichever_point_and_way_round_it_is_drawn(ring, x, y, turn):
    turn %= len(ring)
    turned = ring[turn:] + ring[:turn]
    # On its very edge a point may be taken for either side.
    if min(_distance((x, y), *side) for side in zip(ring, ring[1:] + ring[:1], strict=True)) > 1e-9:
        assert covers(turned, x, y) == covers(ring, x, y) == covers(ring[::-1], x, y)


@given(shares, shares, shares, shares, shares, shares)
def test_a_rectangle_covers_what_lies_between_its_edges(left, right, top, bottom, x, y):
    left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
    rectangle = ((left, top), (right, top), (right, bottom), (left, bottom))
    if left < x < right and top < y < bottom:
        assert covers(rectangle, x, y)
    if not (left <= x <= right and top <= y <= bottom):
        assert not covers(rectangle, x, y)


@given(rings, st.lists(st.tuples(shares, shares), max_size=10))
def test_masked_faces_are_those_whose_middle_is_covered(ring, middles):
    faces = tuple(face(x * SIZE[0], y * SIZE[1]) for x, y in middles)
    left = unmasked(faces, (ring,), SIZE)
    assert [one for one in faces if one in left] == list(left)
    for one in faces:
        x, y = ((one.box[:2] + one.box[2:]) / 2).tolist()
        away = min(_distance((x / 1000, y / 500), *side) for side in zip(ring, ring[1:] + ring[:1], strict=True))
        if away > 1e-5:
            assert (one in left) is not covers(ring, x / 1000, y / 500)


@pytest.mark.parametrize("ring", [((0.1, 0.1), (0.1, 0.1), (0.1, 0.1)), ((0, 0.5), (1, 0.5), (0.5, 0.5))])
def test_what_has_no_area_covers_nothing(ring):
    assert not covers(ring, 0.5, 0.4)


def _distance(point, begin, end):
    """Return how far a point is from a line between two others."""
    p, a, b = (np.array(each) for each in (point, begin, end))
    length = float((b - a) @ (b - a))
    share = 0.0 if length == 0 else min(1.0, max(0.0, float((p - a) @ (b - a)) / length))
    return float(np.linalg.norm(p - a - share * (b - a)))
