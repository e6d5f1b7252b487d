from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rollcall.tracking.assignment import assign

LOG_RATIOS = arrays(
    np.float64, array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=7), elements=st.floats(-20, 20)
)


@given(LOG_RATIOS)
def test_every_row_and_column_is_used_at_most_once(log_ratios: np.ndarray) -> None:
    pairs = assign(log_ratios)
    assert len(set(pairs.rows.tolist())) == len(set(pairs.columns.tolist())) == len(pairs)


@given(LOG_RATIOS)
def test_pairs_have_something_that_speaks_for_them_and_no_such_pair_is_left(log_ratios: np.ndarray) -> None:
    pairs = assign(log_ratios)
    assert (log_ratios[pairs.rows, pairs.columns] > 0).all()
    left = np.delete(np.delete(log_ratios, pairs.rows, axis=0), pairs.columns, axis=1)
    assert not (left > 0).any()


@given(LOG_RATIOS)
def test_best_pair_of_all_is_chosen(log_ratios: np.ndarray) -> None:
    pairs = assign(log_ratios)
    if len(pairs):
        assert log_ratios[pairs.rows, pairs.columns].max() == log_ratios.max()


def test_lead_is_the_distance_to_the_next_best_of_row_and_column() -> None:
    pairs = assign(np.array([[9.0, 4.0], [6.0, -1.0]]))
    assert (pairs.rows.tolist(), pairs.columns.tolist(), pairs.lead.tolist()) == ([0], [0], [3.0])


def test_lead_of_a_pair_without_rivals_is_its_log_ratio() -> None:
    assert assign(np.array([[7.0, -3.0]])).lead.tolist() == [7.0]


def test_nothing_is_assigned_to_nobody() -> None:
    assert len(assign(np.zeros((0, 3)))) == len(assign(np.zeros((3, 0)))) == 0
