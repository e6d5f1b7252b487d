from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.identity import Metric
from rollcall.identity.threshold import Strangeness, strangeness_of_pack, threshold_for

PACK = strangeness_of_pack(Metric.COSINE, 0.44)
DISTANCES = strangeness_of_pack(Metric.EUCLIDEAN, -0.6)


def test_the_packs_threshold_is_that_of_fifty_people() -> None:
    assert threshold_for(50, PACK) == pytest.approx(0.44)
    assert threshold_for(50, DISTANCES) == pytest.approx(-0.6)


@pytest.mark.parametrize(("people", "distance"), [(10, 0.551), (50, 0.510), (300, 0.469), (700, 0.452)])
def test_a_larger_gallery_asks_dlibs_faces_to_be_nearer(people: int, distance: float) -> None:
    assert -threshold_for(people, strangeness_of_pack(Metric.EUCLIDEAN, -0.51)) == pytest.approx(distance, abs=5e-4)


def test_a_family_asks_no_less_than_ten_people_since_relatives_look_alike() -> None:
    assert threshold_for(0, PACK) == threshold_for(3, PACK) == threshold_for(10, PACK)


def test_the_nearest_of_many_strangers_passes_as_often_as_was_asked_for() -> None:
    drawn = np.random.default_rng(1).normal(0.05, 0.1, (20_000, 100)).max(axis=1)
    assert np.mean(drawn > Strangeness(0.05, 0.1, 0.001, 1.0).threshold(100, 0.01)) == pytest.approx(0.01, abs=0.003)


@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000), st.sampled_from([PACK, DISTANCES]))
def test_more_people_never_ask_for_less(one: int, other: int, pack: Strangeness) -> None:
    few, many = sorted((one, other))
    assert threshold_for(few, pack) <= threshold_for(many, pack)
