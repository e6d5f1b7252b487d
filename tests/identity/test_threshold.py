from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.identity.threshold import threshold_for


def test_the_packs_threshold_is_that_of_fifty_people() -> None:
    assert threshold_for(50, 0.44) == pytest.approx(0.44)


def test_a_family_asks_no_less_than_ten_people_since_relatives_look_alike() -> None:
    assert threshold_for(0, 0.44) == threshold_for(3, 0.44) == threshold_for(10, 0.44)


@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000), st.floats(-2, 1))
def test_more_people_never_ask_for_less(one: int, other: int, reference: float) -> None:
    few, many = sorted((one, other))
    assert threshold_for(few, reference) <= threshold_for(many, reference)
