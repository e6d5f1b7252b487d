from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.capture.decoding.decoding_times import DecodingTimes


def decoding_times(shown):
    times = DecodingTimes()
    return [times.next_time(pts) for pts in shown]


def test_without_b_frames_pictures_are_decoded_when_they_are_shown():
    assert decoding_times([0, 1, 2, 3, 4]) == [0, 1, 2, 3, 4]


def test_a_picture_that_others_refer_to_is_decoded_earlier():
    groups = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]
    assert decoding_times(groups)[2:] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_pyramids_of_b_frames_run_further_ahead():
    learned = decoding_times([0, 4, 2, 1, 3, 8, 6, 5, 7, 12, 10, 9, 11])[4:]
    assert learned == [2, 3, 4, 5, 6, 7, 8, 9, 10]


@given(st.lists(st.permutations(range(4)), min_size=2, max_size=20))
def test_whatever_the_order_none_is_decoded_after_it_is_shown(groups):
    shown = [4 * number + place for number, group in enumerate(groups) for place in group]
    assert all(dts <= pts for dts, pts in zip(decoding_times(shown), shown, strict=True))


@pytest.mark.parametrize("group", [[0], [3, 1, 2], [4, 2, 1, 3]])
def test_decoding_times_rise_once_the_order_is_known(group):
    size = max(group) or 1
    shown = [0] + [size * number + place for number in range(20) for place in group]
    assert all(later >= earlier for earlier, later in pairwise(decoding_times(shown)[2 * len(group) :]))
