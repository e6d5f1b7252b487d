from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.tracking.appearance import (
    Appearance,
    Looks,
    begin_appearance,
    blend,
    clarity_of,
    learn,
    similarity,
    unknown,
    would_tell,
)
from tracking.scenes import look

SPEAKS_FOR, SPEAKS_AGAINST = np.array([5.0]), np.array([-3.0])


def seen(who: int, shot: int = 0, side: float = 80.0) -> Looks:
    return Looks(look(who, shot)[np.newaxis], clarity_of(np.array([side])))


def taught(who: int, shots: int, side: float = 80.0) -> Appearance:
    appearance = begin_appearance(0.0, seen(who, 0, side))
    for shot in range(1, shots):
        appearance = learn(appearance, np.array([float(shot)]), seen(who, shot, side), SPEAKS_FOR)
    return appearance


def true_cosine(appearance: Appearance, who: int) -> float:
    direction = np.stack([look(who, shot) for shot in range(1000, 1200)]).mean(axis=0, keepdims=True)
    return float(similarity(appearance.template, direction, None)[0, 0])


@given(st.floats(1, 2000), st.floats(1, 2000))
def test_larger_face_is_clearer(side: float, other: float) -> None:
    small, large = clarity_of(np.sort([side, other]))
    assert 0 < small <= large < 0.82


def test_template_comes_nearer_to_the_person_with_every_face() -> None:
    closeness = [true_cosine(taught(1, shots), 1) for shots in (1, 3, 10)]
    assert closeness == sorted(closeness)
    assert closeness[-1] > 0.9


def test_clear_face_counts_for_more_than_a_small_one() -> None:
    small_first = learn(begin_appearance(0.0, seen(1, side=25)), np.ones(1), seen(1, 1, side=100), SPEAKS_FOR)
    to_small, to_large = (
        float(similarity(small_first.template, look(1, shot)[np.newaxis], None)[0, 0]) for shot in (0, 1)
    )
    assert to_large > to_small


def test_missing_embedding_teaches_nothing() -> None:
    before = taught(1, 3)
    after = learn(before, np.array([9.0]), Looks(np.zeros((1, 128), np.float32), np.zeros(1)), np.zeros(1))
    np.testing.assert_array_equal(after.template, before.template)
    assert (after.information, after.embedded_at) == (before.information, before.embedded_at)


def test_face_that_looks_like_somebody_else_raises_suspicion_and_teaches_nothing() -> None:
    before = taught(1, 3)
    after = learn(before, np.array([9.0]), seen(2), SPEAKS_AGAINST)
    np.testing.assert_array_equal(after.template, before.template)
    assert after.suspicion.tolist() == [3.0]
    assert learn(after, np.array([10.0]), seen(1, 9), SPEAKS_FOR).suspicion.tolist() == [0.0]


def test_knowledge_is_bounded_so_that_it_can_follow_a_change() -> None:
    appearance = taught(1, 200)
    assert appearance.information[0] <= 8.0
    for shot in range(40):
        appearance = learn(appearance, np.array([300.0 + shot]), seen(2, shot), SPEAKS_FOR)
    assert true_cosine(appearance, 2) > true_cosine(appearance, 1)


def test_blend_knows_what_both_know() -> None:
    one, other = taught(1, 2), taught(1, 3)
    both = blend(one, other)
    assert both.information[0] == pytest.approx(one.information[0] + other.information[0])
    assert true_cosine(both, 1) > true_cosine(one, 1)


def test_blend_with_nothing_changes_nothing() -> None:
    one = taught(1, 2)
    np.testing.assert_allclose(blend(unknown(1, 128), one).template, one.template)


@pytest.mark.parametrize(
    ("side", "time", "shots", "tells"),
    [
        (80.0, 3.5, 3, False),
        (80.0, 0.5, 1, False),
        # One clear face is not enough for ever.
        (80.0, 2.0, 1, True),
        (30.0, 0.5, 0, True),
    ],
)
def test_embedding_tells_much_where_little_is_known(side: float, time: float, shots: int, tells: bool) -> None:
    known = taught(1, shots, side=120.0) if shots else unknown(1, 128)
    assert would_tell(known, time, clarity_of(np.array([side]))).tolist() == [tells]


def test_embedding_tells_much_while_there_is_suspicion() -> None:
    suspected = learn(taught(1, 5), np.array([5.0]), seen(2), SPEAKS_AGAINST)
    assert would_tell(suspected, 5.1, clarity_of(np.array([80.0]))).tolist() == [True]


@given(st.floats(0.1, 5.0))
def test_similarity_is_1_of_the_same_and_0_at_the_distance_of_strangers(distance: float) -> None:
    here, there = np.zeros((1, 3), np.float32), np.array([[0, distance, 0]], np.float32)
    np.testing.assert_allclose(similarity(here, here, distance), 1.0)
    np.testing.assert_allclose(similarity(here, there, distance), 0.0, atol=1e-5)


def test_similarity_to_what_was_never_embedded_is_0() -> None:
    assert similarity(np.zeros((1, 128), np.float32), look(1)[np.newaxis], None).tolist() == [[0.0]]
