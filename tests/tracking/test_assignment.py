from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rollcall.tracking.assignment import assign

EVIDENCE = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=7), elements=st.floats(-20, 20))


@given(EVIDENCE)
def test_every_row_and_column_is_used_at_most_once(evidence: np.ndarray) -> None:
    pairs = assign(evidence)
    assert len(set(pairs.rows.tolist())) == len(set(pairs.columns.tolist())) == len(pairs)


@given(EVIDENCE)
def test_pairs_have_something_that_speaks_for_them_and_no_such_pair_is_left(evidence: np.ndarray) -> None:
    pairs = assign(evidence)
    assert (evidence[pairs.rows, pairs.columns] > 0).all()
    left = np.delete(np.delete(evidence, pairs.rows, axis=0), pairs.columns, axis=1)
    assert not (left > 0).any()


@given(EVIDENCE)
def test_best_pair_of_all_is_chosen(evidence: np.ndarray) -> None:
    pairs = assign(evidence)
    if len(pairs):
        assert evidence[pairs.rows, pairs.columns].max() == evidence.max()


def test_lead_is_the_distance_to_the_next_best_of_row_and_column() -> None:
    pairs = assign(np.array([[9.0, 4.0], [6.0, -1.0]]))
    assert (pairs.rows.tolist(), pairs.columns.tolist(), pairs.lead.tolist()) == ([0], [0], [3.0])


def test_lead_of_a_pair_without_rivals_is_its_evidence() -> None:
    assert assign(np.array([[7.0, -3.0]])).lead.tolist() == [7.0]


def test_nothing_is_assigned_to_nobody() -> None:
    assert len(assign(np.zeros((0, 3)))) == len(assign(np.zeros((3, 0)))) == 0
