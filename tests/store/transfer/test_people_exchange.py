from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.store import MarkedEmbedding, Store
from rollcall.store.transfer.people_exchange import export_people, import_people
from rollcall.store.transfer.people_json import read_people
from store.samples import MODEL, NEWER_MODEL, NOW, photo, vector

PEOPLE = '{"form": "rollcall-people/1", "people": [%s]}'


@pytest.fixture
def other(tmp_path: Path):
    store = Store(StoreSettings(data=tmp_path / "other"), clock=lambda: NOW)
    yield store
    store.close()


def fill(store: Store) -> str:
    ada = store.people.add("Ada", [photo(1), photo(2)], notes="n", consent="c", tags=["b", "a"], active=False)
    store.people.add("김철수", embeddings=[MarkedEmbedding(NEWER_MODEL, vector(3))])
    return ada


def exported(store: Store, *, with_photos: bool) -> str:
    return "".join(export_people(store, with_photos=with_photos))


def test_people_come_out_of_another_store_as_they_went_in(store: Store, other: Store) -> None:
    ada = fill(store)
    outcomes = import_people(other, read_people(exported(store, with_photos=True), None))
    assert [outcome.words for outcome in outcomes] == ["added", "added"]
    assert other.people.get(ada) == store.people.get(ada)
    assert [other.images.read(each.image) for each in other.people.photos(ada)] == [photo(1).data, photo(2).data]
    assert np.array_equal(other.embeddings.of_person(ada, MODEL), store.embeddings.of_person(ada, MODEL))
    kim = other.people.find("김철수").id
    assert np.array_equal(other.embeddings.of_person(kim, NEWER_MODEL), vector(3)[None])


def test_without_photos_the_embeddings_travel_alone(store: Store, other: Store) -> None:
    ada = fill(store)
    text = exported(store, with_photos=False)
    assert "data" not in json.loads(text)["people"][0]["photos"][0]
    list(import_people(other, read_people(text, None)))
    assert other.people.get(ada).photos == 0
    assert np.array_equal(other.embeddings.of_person(ada, MODEL), np.stack([vector(1), vector(2)]))


def test_export_of_nobody_is_a_file_all_the_same(store: Store) -> None:
    assert read_people(exported(store, with_photos=True), None) == ()


def test_plain_table_of_names_and_embeddings_is_read(store: Store) -> None:
    text = json.dumps({"Ada": [vector(1).tolist(), vector(2).tolist()], "Bob": vector(3).tolist()})
    list(import_people(store, read_people(text, MODEL)))
    assert np.array_equal(
        store.embeddings.of_person(store.people.find("Ada").id, MODEL), np.stack([vector(1), vector(2)])
    )
    assert np.array_equal(store.embeddings.of_person(store.people.find("Bob").id, MODEL), vector(3)[None])


def test_who_is_there_already_is_left_as_is(store: Store) -> None:
    ada = fill(store)
    text = exported(store, with_photos=True)
    store.people.rename(ada, "Ada L.")
    outcomes = list(import_people(store, read_people(text, None)))
    ids = [ada, store.people.find("김철수").id]
    assert [outcome.words for outcome in outcomes] == [f"is in the store already, as {each}" for each in ids]
    assert store.people.get(ada).name == "Ada L."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[]", "must hold an object"),
        ('{"form": "other/9"}', "'other/9'"),
        ('{"form": "rollcall-people/1"}', "is wanted"),
        ('{"Ada": [1, "x"]}', "'Ada'"),
        ('{"Ada": [[1, 2], [1, null]]}', "'Ada'"),
        ('{"Ada": {}}', "'Ada'"),
        ('{"Ada": [NaN, 1]}', "finite"),
        (PEOPLE % '{"name": "Ada", "photos": [{"image": "x", "data": "%"}]}', "'Ada'"),
        (PEOPLE % '{"name": "Ada", "embeddings": [{"vector": [1]}]}', "what model"),
        (PEOPLE % '"Ada"', "cannot be read"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(StoreError, match=why) as caught:
        read_people(text, None if "what model" in why else MODEL)
    assert "\n" not in str(caught.value)


def test_person_twice_in_a_file_is_added_once(store: Store) -> None:
    person = json.dumps({"name": "Ada", "id": "ab" * 16})
    outcomes = list(import_people(store, read_people(PEOPLE % f"{person}, {person}", None)))
    assert [outcome.person is None for outcome in outcomes] == [False, True]
    assert store.people.count() == 1


def test_photo_that_is_none_leaves_one_person_out_and_not_the_others(store: Store) -> None:
    text = PEOPLE % '{"name": "Ada", "photos": [{"image": "x", "data": "AAAA"}]}, {"name": "Bob"}'
    outcomes = list(import_people(store, read_people(text, None)))
    assert [outcome.person is None for outcome in outcomes] == [True, False]
    assert [person.name for person in store.people.page().items] == ["Bob"]
