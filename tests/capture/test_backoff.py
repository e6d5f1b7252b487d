from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.capture.backoff import Backoff, RetryPolicy

POLICY = RetryPolicy(first=0.5, longest=30.0)


def waits(random, count):
    backoff = Backoff(POLICY, lambda: random)
    return [backoff.next_wait() for _ in range(count)]


def test_each_wait_is_twice_the_one_before_up_to_the_longest():
    assert waits(0.0, 8) == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]


def test_half_of_each_wait_is_left_to_chance_so_that_cameras_do_not_come_in_step():
    assert waits(0.999999, 8) == pytest.approx([0.5, 1, 2, 4, 8, 16, 30, 30], rel=1e-4)


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 2000))
def test_no_number_of_failures_exceeds_the_longest_wait(random, count):
    sequence = waits(random, count)
    assert all(earlier <= later for earlier, later in pairwise(sequence))
    assert sequence[-1] <= POLICY.longest


def test_a_good_connection_begins_from_the_shortest_again():
    backoff = Backoff(POLICY, lambda: 0.0)
    for _ in range(10):
        backoff.next_wait()
    backoff.reset()
    assert backoff.next_wait() == 0.25
