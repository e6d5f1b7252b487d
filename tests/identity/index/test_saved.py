from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.index.samples import SIZE, photos_of
from rollcall.identity.index import DamagedIndexError, VectorIndex, load_index, save_index
from rollcall.identity.metric import Metric
from rollcall.store.sealing.encryption import AesCipher


def saved(index: VectorIndex) -> bytes:
    file = io.BytesIO()
    save_index(index, file)
    return file.getvalue()


def index_of(count: int, exact_limit: int) -> VectorIndex:
    index = VectorIndex(SIZE, Metric.EUCLIDEAN, exact_limit=exact_limit)
    index.add(np.arange(count) * 3, photos_of(count, 1))
    return index


@pytest.mark.parametrize("exact_limit", [10_000, 100])
@pytest.mark.parametrize("count", [0, 1, 200, 333])
def test_loaded_index_answers_as_the_saved_one(count: int, exact_limit: int) -> None:
    index = index_of(count, exact_limit)
    loaded = load_index(io.BytesIO(saved(index)), exact_limit=exact_limit)
    queries = photos_of(50, 1, seed=5)
    before, after = index.search(queries, 4), loaded.search(queries, 4)
    assert np.array_equal(before.ids, after.ids)
    assert np.array_equal(before.closeness, after.closeness)
    assert loaded.metric is Metric.EUCLIDEAN


def test_loaded_index_can_be_changed() -> None:
    loaded = load_index(io.BytesIO(saved(index_of(200, 100))), exact_limit=100)
    vectors = photos_of(200, 1)
    loaded.remove(np.array([0, 3, 597]))
    loaded.add(np.array([0, 3, 597]), vectors[[0, 1, 199]])
    assert np.array_equal(loaded.search(vectors, 1).ids[:, 0], np.arange(200) * 3)


def test_sealed_index_shows_no_vector_and_opens_with_its_key() -> None:
    cipher, file, index = AesCipher(bytes(32)), io.BytesIO(), index_of(200, 100)
    save_index(index, file, lambda data: cipher.seal(data, "index"))
    assert index.table.halves[5].tobytes() not in file.getvalue()
    file.seek(0)
    assert len(load_index(file, lambda data: cipher.open(data, "index"))) == 200


@cache
def _saved_once() -> bytes:
    return saved(index_of(120, 100))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_file_is_noticed_wherever_the_damage_is(data: st.DataObject) -> None:
    whole = bytearray(_saved_once())
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DamagedIndexError):
        load_index(io.BytesIO(bytes(whole)), exact_limit=100)
