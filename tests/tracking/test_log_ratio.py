from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.tracking.log_ratio import (
    FAR_AWAY_SECONDS,
    appearance_log_ratio,
    is_cut,
    motion_log_ratio,
    return_log_ratio,
    survival_log_ratio,
)
from rollcall.tracking.motion import begin_motion, measure, predict
from tracking.scenes import face

NOW = np.zeros(1)


def by_motion(*boxes: np.ndarray, first: np.ndarray, unseen: float) -> np.ndarray:
    expected = predict(begin_motion(NOW, measure(first[np.newaxis])), unseen)
    log_ratio: np.ndarray = motion_log_ratio(expected, measure(np.stack(boxes)), np.array([unseen]))[0]
    return log_ratio


@given(st.floats(0.02, 5.0), st.floats(5, 300), st.floats(0, 2 * np.pi))
def test_motion_speaks_most_for_the_expected_place(unseen: float, distance: float, angle: float) -> None:
    here = face(500)
    there = face(500 + distance * np.cos(angle), 300 + distance * np.sin(angle))
    at_place, beside = by_motion(here.box, there.box, first=here.box, unseen=unseen)
    assert at_place > beside


def test_motion_lets_a_face_go_farther_the_longer_it_was_unseen() -> None:
    here, far = face(500), face(700)
    soon, late = (by_motion(far.box, first=here.box, unseen=unseen)[0] for unseen in (0.1, 1.0))
    assert soon < 0 < late


@given(st.floats(0.2, 20.0))
def test_motion_says_the_same_of_a_picture_of_any_size(scale: float) -> None:
    here, there = face(500, 300).box, face(560, 320).box
    one = by_motion(there, first=here, unseen=0.3)
    other = by_motion((there * scale).astype(np.float32), first=(here * scale).astype(np.float32), unseen=0.3)
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_motion_says_nothing_of_who_was_long_away() -> None:
    assert by_motion(face(500).box, first=face(500).box, unseen=FAR_AWAY_SECONDS).tolist() == [0.0]


def test_survival_fades_to_that_of_somebody_who_left() -> None:
    here, missed, gone = survival_log_ratio(np.array([0.0, 1.0, 30.0]))
    assert here > missed > gone
    assert gone == pytest.approx(return_log_ratio(3))


def test_the_more_people_left_the_less_likely_it_is_any_one_of_them() -> None:
    assert return_log_ratio(1) == return_log_ratio(10) > return_log_ratio(100) > return_log_ratio(1000)


@given(st.floats(0.05, 0.9), st.floats(-1, 1), st.floats(0.001, 0.5))
def test_appearance_speaks_more_for_a_track_the_more_a_face_is_like_it(
    expected: float, similarity: float, more: float
) -> None:
    one, other = appearance_log_ratio(np.array([similarity, similarity + more], np.float32), np.full(2, expected))
    assert one <= other


def test_appearance_that_is_not_known_says_nothing() -> None:
    assert appearance_log_ratio(np.array([0.9, -0.3], np.float32), np.zeros(2)).tolist() == [0.0, 0.0]


def test_unclear_faces_say_less_either_way() -> None:
    clear, unclear = (
        appearance_log_ratio(np.array([expected, 0.0], np.float32), np.full(2, expected)) for expected in (0.6, 0.2)
    )
    assert clear[0] > unclear[0] > 0 > unclear[1] > clear[1]


@pytest.mark.parametrize(
    ("explained", "cut"),
    [
        ([[9, -5], [-5, 9]], False),
        ([[9, -5], [-5, -5]], False),
        ([[-5, -5], [-5, -5]], True),
        # One face alone may have jumped.
        ([[-5, -5]], False),
        ([[-5], [-5]], False),
        # Of many, one is where another was by chance, but not two.
        (np.diag([14] * 1 + [0] * 7) - 5, True),
        (np.diag([14] * 2 + [0] * 6) - 5, False),
    ],
)
def test_cut_is_when_hardly_any_face_is_where_one_was(explained: list[list[float]], cut: bool) -> None:
    assert is_cut(np.array(explained, np.float64)) is cut
