from __future__ import annotations

import pytest

from rollcall.errors import StoreError
from rollcall.store import Store
from store.samples import photo


def test_photos_of_all_people_are_one_list(store: Store) -> None:
    ada = store.people.add("Ada", [photo(1), photo(2)])
    bob = store.people.add("Bob", [photo(3)])
    assert [each.person for each in store.photos.slice()] == [ada, ada, bob]
    assert [each.person for each in store.photos.slice(start=1, limit=1)] == [ada]
    assert [each.person for each in store.photos.slice(person=bob)] == [bob]
    assert (store.photos.count(), store.photos.count(person=ada)) == (3, 2)


def test_photo_is_found_by_its_number(store: Store) -> None:
    ada = store.people.add("Ada", [photo(1)])
    (first,) = store.photos.slice()
    assert store.photos.get(first.id) == store.people.photos(ada)[0]


def test_removed_photo_is_not_found(store: Store) -> None:
    store.people.add("Ada", [photo(1)])
    (first,) = store.photos.slice()
    store.people.remove_photo(first.id)
    with pytest.raises(StoreError, match="no photo"):
        store.photos.get(first.id)
