from __future__ import annotations

import numpy as np
import pytest

from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import MarkedEmbedding, Store
from store.samples import MODEL, photo, vector


def test_stranger_is_remembered_with_every_embedding(store: Store) -> None:
    number = store.strangers.add(10.0, [MarkedEmbedding(MODEL, vector(1))], photo(1).data)
    store.strangers.see(number, 20.0, [MarkedEmbedding(MODEL, vector(2))])
    record = store.strangers.page().items[0]
    assert (record.first_seen, record.last_seen) == (10.0, 20.0)
    matrix = store.strangers.of_model(MODEL)
    assert matrix.owners == (number, number)
    assert np.array_equal(matrix.vectors, np.stack([vector(1), vector(2)]))


def test_naming_a_stranger_names_the_past(store: Store) -> None:
    stranger, ada = store.strangers.add(10.0, []), store.people.add("Ada")
    sighting = store.sightings.add(Sighting("door", 1, 10, 11), stranger=stranger)
    store.strangers.name(stranger, ada)
    assert (store.sightings.get(sighting).person, store.sightings.get(sighting).name) == (ada, "Ada")
    assert store.strangers.count() == 0


def test_two_strangers_become_one(store: Store) -> None:
    first = store.strangers.add(10.0, [MarkedEmbedding(MODEL, vector(1))], photo(1).data)
    second = store.strangers.add(20.0, [MarkedEmbedding(MODEL, vector(2))], photo(2).data)
    sighting = store.sightings.add(Sighting("door", 1, 20, 21), stranger=second)
    store.strangers.merge(first, second)
    assert store.strangers.of_model(MODEL).owners == (first, first)
    assert store.sightings.get(sighting).stranger == first
    record = store.strangers.page().items[0]
    assert (record.first_seen, record.last_seen) == (10.0, 20.0)
    assert store.images.total_bytes() == len(photo(1).data)


def test_latest_seen_comes_first_page_by_page(store: Store) -> None:
    numbers = [store.strangers.add(float(time), []) for time in (1, 3, 2)]
    first = store.strangers.page(limit=2)
    second = store.strangers.page(limit=2, after=first.next)
    assert [each.id for each in (*first.items, *second.items)] == [numbers[1], numbers[2], numbers[0]]


def test_removed_stranger_leaves_the_sighting(store: Store) -> None:
    stranger = store.strangers.add(10.0, [MarkedEmbedding(MODEL, vector(1))], photo(1).data)
    sighting = store.sightings.add(Sighting("door", 1, 10, 11), stranger=stranger)
    store.strangers.remove([stranger])
    assert store.sightings.get(sighting).stranger is None
    assert len(store.strangers.of_model(MODEL).ids) == 0
    assert store.images.total_bytes() == 0


@pytest.mark.parametrize("other", [1, 99])
def test_merging_with_oneself_or_nobody_is_refused(store: Store, other: int) -> None:
    assert store.strangers.add(10.0, []) == 1
    with pytest.raises(StoreError, match="not two strangers"):
        store.strangers.merge(1, other)
