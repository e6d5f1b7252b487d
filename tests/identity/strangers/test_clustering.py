from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from rollcall.identity import Metric
from rollcall.identity.strangers.clustering import density_groups

NEAR = {Metric.COSINE: 0.8, Metric.EUCLIDEAN: -0.6}
ROUNDING = 1e-4


def line(*steps: float) -> NDArray[np.float32]:
    """Return vectors (N, 2) at these places of a line, to be compared by their distance."""
    return np.array([(step, 0.0) for step in steps], np.float32)


def groups(vectors: NDArray[np.float32], weights: list[float]) -> list[int]:
    """Return the groups of ``vectors`` that grow together at distances up to 1 around a weight of 2."""
    return list(density_groups(vectors, np.array(weights, np.float32), Metric.EUCLIDEAN, near=-1.0, weight=2.0))


def test_a_chain_of_near_ones_is_one_group_and_what_lies_apart_another() -> None:
    assert groups(line(0, 1, 2, 3, 9, 9.5), [1, 1, 1, 1, 1, 1]) == [0, 0, 0, 0, 1, 1]


def test_what_is_light_and_alone_is_in_no_group() -> None:
    assert groups(line(0, 5), [1, 2]) == [-1, 0]


def test_a_light_one_belongs_to_dense_neighbours_but_leads_no_further() -> None:
    assert groups(line(0, 0.5, 1.4, 2.3), [1, 1, 0.5, 0.25]) == [0, 0, 0, -1]


def test_a_light_one_between_two_groups_belongs_to_the_first_and_does_not_join_them() -> None:
    assert groups(line(0, 0.25, 0.5, 1.4, 2.3, 2.55, 2.8), [0.8, 0.8, 0.8, 0.1, 0.8, 0.8, 0.8]) == [0] * 4 + [1] * 3


@pytest.mark.parametrize("metric", list(Metric))
@given(rows=st.lists(st.tuples(*[st.integers(-8, 8)] * 3), min_size=1, max_size=30), data=st.data())
def test_groups_are_those_of_dbscan_in_scikit_learn(
    metric: Metric, rows: list[tuple[int, ...]], data: st.DataObject
) -> None:
    vectors = metric.prepare(np.array(rows, np.float32) / np.float32(4))
    weights = np.array(data.draw(st.lists(st.sampled_from([0.2, 0.5, 1.0]), min_size=len(rows), max_size=len(rows))))
    near, nearest = NEAR[metric], 1.0 if metric is Metric.COSINE else 0.0
    distances = np.stack([nearest - metric.closeness(vector, vectors) for vector in vectors]).clip(0)
    assume(np.abs(distances - (nearest - near)).min() > ROUNDING)
    np.fill_diagonal(distances, 0)
    reference = DBSCAN(eps=nearest - near, min_samples=1, metric="precomputed").fit(distances, sample_weight=weights)
    found = density_groups(vectors, weights.astype(np.float32), metric, near=near, weight=1.0)
    assert found.tolist() == reference.labels_.tolist()
