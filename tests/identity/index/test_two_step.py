from __future__ import annotations

import numpy as np

from identity.index.samples import SIZE, photos_of, unit
from rollcall.identity.index import TwoStepIndex
from rollcall.identity.index.protocol import NOBODY


def index_of(people: int, each: int) -> TwoStepIndex:
    index = TwoStepIndex(SIZE)
    index.add(np.arange(people * each), photos_of(people, each), np.repeat(np.arange(people), each).tolist())
    return index


def test_nearest_exemplar_is_the_one_that_looking_at_each_finds() -> None:
    vectors = photos_of(400, 5)
    queries = unit(vectors[::31] + 0.08 * np.random.default_rng(3).standard_normal(vectors[::31].shape, np.float32))
    found = index_of(400, 5).search(queries, 2)
    assert np.mean(found.ids[:, 0] == (queries @ vectors.T).argmax(axis=1)) >= 0.98
    assert np.allclose(found.closeness[:, 0], (queries @ vectors.T).max(axis=1), atol=2e-3)


def test_further_photos_of_a_person_are_found() -> None:
    index, vectors = index_of(50, 2), photos_of(51, 3, seed=4)
    index.add(np.array([900, 901]), vectors[-2:], [7, 50])
    assert index.search(vectors[-2:], 1).ids[:, 0].tolist() == [900, 901]
    assert len(index) == 102


def test_removed_photos_and_people_are_found_no_more() -> None:
    index, vectors = index_of(50, 2), photos_of(50, 2)
    index.remove(np.array([0, 1, 2]))
    assert not {0, 1, 2} & set(index.search(vectors[:3], 10).ids.ravel().tolist())
    assert index.search(vectors[3:4], 1).ids[0, 0] == 3
    assert len(index) == 97


def test_index_without_anybody_finds_nobody() -> None:
    index = index_of(1, 1)
    index.remove(np.array([0]))
    assert (index.search(photos_of(2, 1), 3).ids == NOBODY).all()
