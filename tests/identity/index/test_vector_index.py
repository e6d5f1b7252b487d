from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from identity.index.samples import SIZE, photos_of, unit
from rollcall.identity.index import VectorIndex
from rollcall.identity.index.protocol import NOBODY
from rollcall.identity.metric import Metric

METRICS = pytest.mark.parametrize("metric", list(Metric))
SHAPES = pytest.mark.parametrize("exact_limit", [10_000, 1000], ids=["exact", "sketched"])


def index_of(vectors: NDArray[np.float32], metric: Metric = Metric.COSINE, exact_limit: int = 10_000) -> VectorIndex:
    index = VectorIndex(SIZE, metric, exact_limit=exact_limit)
    index.add(np.arange(len(vectors)), vectors)
    return index


def queries_near(vectors: NDArray[np.float32], seed: int = 9) -> NDArray[np.float32]:
    noise: NDArray[np.float32] = np.random.default_rng(seed).standard_normal(vectors.shape, np.float32)
    queries: NDArray[np.float32] = unit(vectors + np.float32(0.08) * noise)
    return queries


@METRICS
@SHAPES
def test_nearest_are_those_that_looking_at_each_finds(metric: Metric, exact_limit: int) -> None:
    vectors = photos_of(500, 4)
    queries = queries_near(vectors[::40])
    found = index_of(vectors, metric, exact_limit).search(queries, 3)
    closeness = np.stack([metric.closeness(query, vectors) for query in queries])
    assert np.array_equal(found.ids[:, 0], closeness.argmax(axis=1))
    assert np.allclose(found.closeness, -np.sort(-closeness, axis=1)[:, :3], atol=2e-3)


@SHAPES
def test_closeness_is_that_of_the_metric(exact_limit: int) -> None:
    vectors = photos_of(500, 4)
    same = index_of(vectors, Metric.EUCLIDEAN, exact_limit).search(vectors[7:8], 1)
    assert same.ids[0, 0] == 7
    assert same.closeness[0, 0] == pytest.approx(0, abs=2e-2)  # the root of a float16's error
    assert index_of(vectors, Metric.COSINE, exact_limit).search(vectors[7:8], 1).closeness[0, 0] == pytest.approx(
        1, abs=1e-3
    )


@METRICS
def test_sketches_miss_hardly_anybody(metric: Metric) -> None:
    vectors = photos_of(4000, 5)
    queries = queries_near(vectors[::40])
    exact, sketched = (index_of(vectors, metric, limit).search(queries, 1) for limit in (100_000, 1000))
    assert np.mean(exact.ids == sketched.ids) >= 0.99


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_index_holds_what_was_added_and_not_removed(data: st.DataObject) -> None:
    vectors = photos_of(60, 1)
    index = VectorIndex(SIZE, exact_limit=data.draw(st.sampled_from([16, 1000])))
    held: set[int] = set()
    for _ in range(data.draw(st.integers(1, 12))):
        numbers = data.draw(st.sets(st.integers(0, 59), max_size=40))
        if data.draw(st.booleans()):
            new = sorted(numbers - held)
            index.add(np.array(new, np.int64), vectors[new])
            held |= numbers
        else:
            index.remove(np.array(sorted(numbers), np.int64))
            held -= numbers
        assert set(index.ids.tolist()) == held
        if held:
            assert index.search(vectors[sorted(held)], 1).ids[:, 0].tolist() == sorted(held)


@SHAPES
def test_removed_vector_is_found_no_more_and_is_gone_from_memory(exact_limit: int) -> None:
    vectors = photos_of(500, 4)
    index = index_of(vectors, Metric.COSINE, exact_limit)
    index.remove(np.array([3, 1999]))
    assert not {3, 1999} & set(index.search(vectors[[3, 1999]], 20).ids.ravel().tolist())
    for number in (3, 1999):
        assert vectors[number].astype(np.float16).tobytes() not in index.table.halves.tobytes()
    if index.sketches is not None:
        assert len(index.sketches) == len(index) == 1998


def test_fewer_than_asked_for_are_filled_with_nobody() -> None:
    vectors = photos_of(2, 1)
    found = index_of(vectors).search(vectors[:1], 5)
    assert found.ids[0].tolist() == [0, 1, NOBODY, NOBODY, NOBODY]
    assert np.isneginf(found.closeness[0, 2:]).all()


def test_empty_index_finds_nobody() -> None:
    found = VectorIndex(SIZE).search(photos_of(3, 1), 2)
    assert found.ids.shape == (3, 2)
    assert (found.ids == NOBODY).all()


@pytest.mark.parametrize(
    ("ids", "vectors", "why"),
    [
        ([0], photos_of(1, 1), "in use"),
        ([5, 5], photos_of(2, 1), "in use"),
        ([5], photos_of(2, 1), "1 vectors"),
        ([5], photos_of(1, 1)[:, :8], "64 dimensions"),
        ([5], np.full((1, SIZE), np.nan, np.float32), "finite"),
    ],
)
def test_what_cannot_be_added_is_refused_and_changes_nothing(
    ids: list[int], vectors: NDArray[np.float32], why: str
) -> None:
    index = index_of(photos_of(2, 1))
    with pytest.raises(ValueError, match=why):
        index.add(np.array(ids), vectors)
    assert sorted(index.ids.tolist()) == [0, 1]


def test_removing_nobody_is_no_error() -> None:
    index = index_of(photos_of(2, 1))
    index.remove(np.array([77]))
    assert len(index) == 2


@pytest.mark.parametrize("size", [128, 512, 96, 7])
def test_any_size_of_vector_can_be_sketched(size: int) -> None:
    vectors = unit(np.random.default_rng(1).standard_normal((500, size), np.float32))
    index = VectorIndex(size, exact_limit=100)
    index.add(np.arange(500), vectors)
    assert index.sketches is not None
    assert np.array_equal(index.search(vectors[:50], 1).ids[:, 0], np.arange(50))


def test_searches_go_on_while_others_add_and_remove() -> None:
    vectors = photos_of(1500, 1)
    index = VectorIndex(SIZE, exact_limit=500)
    index.add(np.arange(100), vectors[:100])
    wrong: list[int] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            wrong.extend(n for n in range(0, 100, 7) if index.search(vectors[n][None], 1).ids[0, 0] != n)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for first in range(100, 1500, 50):
        index.add(np.arange(first, first + 50), vectors[first : first + 50])
        index.remove(np.arange(first, first + 10))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(index) == 100 + 28 * 40
