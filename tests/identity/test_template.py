from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.faces import direction, photo
from rollcall.identity import Metric
from rollcall.identity.template import Sample, Template

samples = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=40)


def template(*shots: tuple[float, float]) -> Template:
    """Return the template of one person's photos taken at (time, weight)."""
    made = Template(Metric.COSINE)
    for shot, (time, weight) in enumerate(shots):
        made.add(Sample(time, photo(1, shot), weight))
    return made


def test_several_photos_are_nearer_to_the_person_than_each_of_them() -> None:
    single = max(float(photo(1, shot) @ direction(1)) for shot in range(5))
    assert float(template(*((shot, 0.8) for shot in range(5))).vector @ direction(1)) > single


def test_a_poor_face_moves_a_template_less_than_a_good_one() -> None:
    mixed = template((0, 1.0), (1, 0.1))
    assert mixed.vector @ photo(1, 0) > mixed.vector @ photo(1, 1)


def test_ten_frames_of_one_view_are_hardly_more_evidence_than_one() -> None:
    same = Template(Metric.COSINE)
    for step in range(10):
        same.add(Sample(step, photo(1, 0) if step % 2 else photo(1, 0, noise=0.69), 0.3))
    assert same.evidence == pytest.approx(0.3, abs=0.01)


def test_different_photos_add_to_the_evidence() -> None:
    assert template((0, 0.3), (1, 0.3), (2, 0.3)).evidence > 0.6


def test_beyond_the_cap_the_lightest_face_goes() -> None:
    full = template(*((step, 0.5) for step in range(12)), (12, 0.9), (13, 0.1))
    assert len(full) == 12
    assert [sample.weight for sample in full.samples].count(0.1) == 0
    assert full.best_weight == 0.9


def test_faces_that_weigh_nothing_are_no_evidence_and_no_error() -> None:
    empty = template((0, 0.0), (1, 0.0))
    assert empty.evidence == 0.0
    assert np.isfinite(empty.vector).all()


@given(samples)
def test_a_template_has_length_one_and_bounded_evidence(shots: list[tuple[float, float]]) -> None:
    made = template(*sorted(shots))
    assert 0 <= made.evidence <= sum(weight for _, weight in shots) + 1e-6
    if made.best_weight > 1e-3:
        assert np.linalg.norm(made.vector) == pytest.approx(1.0, abs=1e-4)
