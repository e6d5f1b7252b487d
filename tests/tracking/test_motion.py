from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.model import Track
from rollcall.tracking.motion import Motion, begin_motion, box_velocity, correct, innovation_variance, measure, predict
from rollcall.tracking.tables import take
from tracking.scenes import face

INTERVALS = st.floats(0.001, 20.0)
BOXES = st.tuples(st.floats(-500, 4000), st.floats(-500, 4000), st.floats(2, 800), st.floats(2, 800)).map(
    lambda box: np.array([[box[0], box[1], box[0] + box[2], box[1] + box[3]]], np.float32)
)

NOW = np.zeros(1)


def walked(boxes: np.ndarray, interval: float = 0.2, steps: int = 4) -> Motion:
    """Return the motion of a box that moved right by a tenth of its width a step."""
    shift = np.array([1, 0, 1, 0], np.float32) * 0.1 * (boxes[:, 2:3] - boxes[:, :1])
    motion = begin_motion(NOW, measure(boxes))
    for step in range(1, steps):
        motion = correct(predict(motion, step * interval), measure(boxes + step * shift))
    return motion


@given(BOXES, INTERVALS, INTERVALS)
def test_two_predictions_in_a_row_equal_one(boxes: np.ndarray, first: float, second: float) -> None:
    motion = walked(boxes)
    halfway = predict(motion, motion.time[0] + first)
    twice = predict(halfway, motion.time[0] + first + second)
    once = predict(motion, motion.time[0] + first + second)
    np.testing.assert_allclose(twice.state, once.state, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(twice.rate, once.rate, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(twice.covariance, once.covariance, rtol=1e-7, atol=1e-9)


@given(BOXES, st.lists(INTERVALS, min_size=1, max_size=20))
def test_covariances_stay_positive_definite(boxes: np.ndarray, intervals: list[float]) -> None:
    motion = begin_motion(NOW, measure(boxes))
    for interval in intervals:
        motion = correct(predict(motion, motion.time[0] + interval), measure(boxes))
        place, both, speed = np.moveaxis(motion.covariance, -1, 0)
        assert (place > 0).all()
        assert (place * speed - both**2 > 0).all()


@given(BOXES, INTERVALS)
def test_uncertainty_grows_unseen_and_shrinks_when_seen(boxes: np.ndarray, interval: float) -> None:
    motion = walked(boxes)
    expected = predict(motion, motion.time[0] + interval)
    corrected = correct(expected, expected.state)
    assert (innovation_variance(expected) > innovation_variance(motion)).all()
    assert (corrected.covariance[:, :, 0] < expected.covariance[:, :, 0]).all()
    np.testing.assert_allclose(corrected.state, expected.state)


@given(BOXES)
def test_box_survives_measuring(boxes: np.ndarray) -> None:
    state = measure(boxes)
    sides = np.exp(state[:, 2:])
    there = np.concatenate([state[:, :2] - sides / 2, state[:, :2] + sides / 2], axis=1)
    np.testing.assert_allclose(there, boxes, rtol=1e-5, atol=1e-2)


# Powers of two, by which float32 scales without rounding: else a small face far to the right is moved by that alone.
@given(BOXES, st.sampled_from((2.0, 4.0, 8.0, 16.0)))
def test_far_and_near_faces_move_by_the_same_numbers(boxes: np.ndarray, scale: float) -> None:
    small, large = walked(boxes), walked((boxes * scale).astype(np.float32))
    np.testing.assert_allclose(large.covariance, small.covariance, rtol=1e-6)
    np.testing.assert_allclose(large.rate[:, :2], small.rate[:, :2] * scale, rtol=1e-6, atol=1e-6)


def test_velocity_is_learnt_within_a_few_frames_and_fades_unseen() -> None:
    motion = walked(face(300, side=100).box[np.newaxis], interval=0.1, steps=10)
    assert motion.rate[0, 0] == pytest.approx(100, rel=0.1)
    unseen = predict(motion, motion.time[0] + 10.0)
    assert abs(unseen.rate[0, 0]) < 1.0
    assert unseen.state[0, 0] == pytest.approx(motion.state[0, 0] + motion.rate[0, 0], rel=0.01)


def test_track_predicts_boxes_as_the_filter_does() -> None:
    motion = walked(face(300, side=100).box[np.newaxis], interval=0.1, steps=10)
    here = face(float(motion.state[0, 0]), float(motion.state[0, 1]), side=float(np.exp(motion.state[0, 2])))
    time = float(motion.time[0])
    track = Track(1, here, 0.0, time, 10, box_velocity(motion)[0])
    for ahead in (0.0, 0.3, 1.0, 5.0):
        expected = predict(motion, time + ahead).state[0, :2]
        box = track.box_at(time + ahead)
        np.testing.assert_allclose((box[:2] + box[2:]) / 2, expected, atol=0.5)


def test_rows_are_followed_apart() -> None:
    both = begin_motion(np.zeros(2), measure(np.stack([face(100).box, face(900).box])))
    together = correct(predict(both, 0.2), measure(np.stack([face(110).box, face(890).box])))
    alone = correct(predict(take(both, np.array([1])), 0.2), measure(face(890).box[np.newaxis]))
    np.testing.assert_array_equal(take(together, np.array([1])).state, alone.state)
