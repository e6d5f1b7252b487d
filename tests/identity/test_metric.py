from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from rollcall.identity import Metric

vectors = arrays.arrays(np.float32, (6, 8), elements=st.integers(-16, 16).map(lambda step: step / 4))


@given(vectors)
@pytest.mark.parametrize("metric", list(Metric))
def test_nothing_is_nearer_to_an_embedding_than_itself(metric: Metric, rows: NDArray[np.float32]) -> None:
    prepared = metric.prepare(rows)
    for row in prepared:
        closeness = metric.closeness(row, prepared)
        assert metric.closeness(row, row[np.newaxis])[0] >= closeness.max() - 1e-4 or not row.any()


@given(vectors)
def test_cosine_does_not_depend_on_length(rows: NDArray[np.float32]) -> None:
    longer = Metric.COSINE.prepare(rows * np.float32(3))
    assert np.allclose(longer, Metric.COSINE.prepare(rows), atol=1e-5)


def test_an_embedding_of_zeros_is_near_nobody_and_no_nan() -> None:
    prepared = Metric.COSINE.prepare(np.zeros((1, 4), np.float32))
    assert Metric.COSINE.closeness(prepared[0], prepared)[0] == 0.0


@pytest.mark.parametrize(("metric", "score", "closeness"), [(Metric.COSINE, 0.4, 0.4), (Metric.EUCLIDEAN, 0.6, -0.6)])
def test_a_score_and_its_closeness_are_one_thing(metric: Metric, score: float, closeness: float) -> None:
    assert metric.to_closeness(score) == closeness
    assert metric.to_score(closeness) == score


def test_euclidean_closeness_falls_with_the_distance() -> None:
    references = np.array([[3, 4], [0, 0]], np.float32)
    assert Metric.EUCLIDEAN.closeness(np.zeros(2, np.float32), references).tolist() == [-5.0, 0.0]


@pytest.mark.parametrize(("metric", "same", "strangers"), [(Metric.COSINE, 1.0, 0.0), (Metric.EUCLIDEAN, 0.0, -0.83)])
def test_a_photo_says_nothing_that_itself_has_not_said(metric: Metric, same: float, strangers: float) -> None:
    assert metric.shared(np.array([same, strangers], np.float32)).tolist() == pytest.approx([1.0, 0.0], abs=1e-6)


@given(vectors)
def test_a_cosine_and_a_distance_of_the_same_unit_vectors_are_one_thing(
    rows: NDArray[np.float32],
) -> None:
    unit = Metric.COSINE.prepare(rows + np.float32(0.1))
    cosine = float(unit[0] @ unit[1])
    distance = float(np.linalg.norm(unit[0] - unit[1]))
    assert Metric.COSINE.convert(cosine, Metric.EUCLIDEAN) == pytest.approx(distance, abs=2e-3)
    assert Metric.EUCLIDEAN.convert(distance, Metric.COSINE) == pytest.approx(cosine, abs=1e-4)
    assert Metric.COSINE.convert(0.4, Metric.COSINE) == 0.4


@pytest.mark.parametrize(
    ("metric", "threshold", "strangers"),
    [
        (Metric.COSINE, 0.44, 0.0),
        (Metric.EUCLIDEAN, -0.51, -0.83),  # dlib's
        (Metric.EUCLIDEAN, -Metric.COSINE.convert(0.44, Metric.EUCLIDEAN), -(2**0.5)),  # of length 1
    ],
)
def test_strangers_are_as_far_apart_as_was_measured(metric: Metric, threshold: float, strangers: float) -> None:
    assert metric.strangers(threshold) == pytest.approx(strangers)


@pytest.mark.parametrize(("metric", "distance"), [(Metric.COSINE, None), (Metric.EUCLIDEAN, pytest.approx(0.83))])
def test_a_distance_of_strangers_is_usual_where_distances_are_compared(metric: Metric, distance: float | None) -> None:
    assert metric.stranger_distance(0.51) == distance
