"""What users say of who was seen holds, whatever the program thinks later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import EncounterRecord, MarkedEmbedding, Store, StrangersChange
from store.samples import MODEL, NEWER_MODEL, photo, picture, vector


def marked(number: int) -> MarkedEmbedding:
    return MarkedEmbedding(MODEL, vector(number))


def seen(store: Store, number: int, **values: object) -> int:
    sighting = Sighting("door", number, number, number + 1, snapshot=picture(number))
    return store.sightings.add(replace(sighting, **values))  # type: ignore[arg-type]


@pytest.fixture
def ada(store: Store) -> str:
    return store.people.add("Ada")


@pytest.fixture
def met(store: Store) -> tuple[int, int]:
    """Return two sightings of stranger 1."""
    sightings = seen(store, 1), seen(store, 2)
    encounters = tuple(EncounterRecord(one, 1.0, vector(one), 1.5, 1) for one in sightings)
    store.strangers.write(StrangersChange(encounters, dict.fromkeys(sightings, 1), next_number=2), MODEL)
    return sightings


def test_naming_a_stranger_names_the_past_and_makes_photos_of_snapshots(
    store: Store, ada: str, met: tuple[int, int]
) -> None:
    assert store.namings.name_stranger(1, ada, [(met[0], marked(1))]).sightings == 2
    assert {(one.person, one.name, one.said) for one in store.sightings.page().items} == {(ada, "Ada", True)}
    (learned,) = store.people.photos(ada)
    assert (learned.image, learned.origin) == (store.sightings.get(met[0]).image, "stranger")
    assert np.array_equal(store.embeddings.of_person(ada, MODEL), vector(1)[None])
    assert (store.strangers.count(), store.strangers.encounters()) == (0, frozenset())


def test_likeness_without_a_snapshot_counts_without_a_photo(store: Store, ada: str, met: tuple[int, int]) -> None:
    store.namings.name_stranger(1, ada, [(999, marked(1)), (met[1], marked(2))])
    assert len(store.people.photos(ada)) == 1
    assert len(store.embeddings.of_person(ada, MODEL)) == 2


def test_neither_a_stranger_nor_a_person_who_is_not_there_is_named(
    store: Store, ada: str, met: tuple[int, int]
) -> None:
    with pytest.raises(StoreError, match="no stranger 9"):
        store.namings.name_stranger(9, ada, [(met[0], marked(1))])
    with pytest.raises(StoreError, match="no person 'nobody'"):
        store.namings.name_stranger(1, "nobody", [])
    assert store.photos.count() == 0


def test_program_does_not_take_back_what_a_user_said(store: Store, ada: str) -> None:
    sighting = seen(store, 1)
    store.namings.name_sighting(sighting, ada, None)
    store.sightings.update(Sighting("door", 1, 1, 99, reason="below the threshold", id=sighting))
    record = store.sightings.get(sighting)
    assert (record.person, record.end) == (ada, 99)


def test_rejected_name_goes_and_the_face_is_remembered(store: Store, ada: str) -> None:
    sighting = seen(store, 1, person=ada, name="Ada", score=0.6)
    assert store.namings.reject(sighting, marked(1)) == ada
    record = store.sightings.get(sighting)
    assert (record.person, record.name, record.score, record.said) == (None, None, None, True)
    matrix = store.namings.rejections(MODEL)
    assert matrix.owners == (ada,)
    assert np.array_equal(matrix.vectors, vector(1)[None])
    assert store.namings.rejections(NEWER_MODEL).owners == ()


def test_naming_takes_a_rejection_back(store: Store, ada: str) -> None:
    sighting = seen(store, 1, person=ada, name="Ada")
    store.namings.reject(sighting, marked(1))
    store.namings.name_sighting(sighting, ada, marked(1))
    assert store.namings.rejections(MODEL).owners == ()
    assert store.sightings.get(sighting).name == "Ada"


def test_rejection_goes_with_the_sighting_and_with_the_person(store: Store, ada: str) -> None:
    first, second = seen(store, 1, person=ada, name="Ada"), seen(store, 2, person=ada, name="Ada")
    for sighting in (first, second):
        store.namings.reject(sighting, marked(sighting))
    store.sightings.remove(first)
    assert len(store.namings.rejections(MODEL).owners) == 1
    store.people.remove(ada)
    assert store.namings.rejections(MODEL).owners == ()


def test_merged_person_keeps_both_rejections(store: Store, ada: str) -> None:
    twin = store.people.add("Ada's double")
    for number, person in ((1, ada), (2, twin)):
        store.namings.reject(seen(store, number, person=person, name="Ada"), marked(number))
    store.people.merge(ada, twin)
    assert store.namings.rejections(MODEL).owners == (ada, ada)


def remembered(sightings: tuple[int, ...]) -> StrangersChange:
    encounters = tuple(EncounterRecord(one, 1.0, vector(one), 1.5, 1) for one in sightings)
    return StrangersChange(encounters, dict.fromkeys(sightings, 1), next_number=2)


def test_name_taken_back_leaves_the_store_as_it_was(store: Store, ada: str, met: tuple[int, int]) -> None:
    old = store.people.add_photo(ada, photo(9))
    store.namings.name_sighting(met[0], ada, None)
    store.namings.reject(met[0], marked(1))
    store.strangers.write(remembered(met), MODEL)
    before = store.sightings.page(), store.strangers.get(1)
    naming = store.namings.name_stranger(1, ada, [(met[0], marked(1)), (999, marked(2))])
    assert store.namings.unname_stranger(naming, remembered(met), MODEL)
    assert (store.sightings.page(), store.strangers.get(1)) == before
    assert store.namings.rejections(MODEL).owners == (ada,)
    assert [one.id for one in store.people.photos(ada)] == [old]
    assert np.array_equal(store.embeddings.of_person(ada, MODEL), vector(9)[None])
    assert store.strangers.encounters() == set(met)


@pytest.mark.parametrize("known", [{}, {"notes": "upstairs"}, {"tags": ["family"]}])
def test_person_who_was_added_goes_with_the_name_unless_more_is_known(
    store: Store, met: tuple[int, int], known: dict[str, Any]
) -> None:
    person = store.people.add("Grace", **known)
    naming = replace(store.namings.name_stranger(1, person, [(met[0], marked(1))]), added=True)
    assert store.namings.unname_stranger(naming, remembered(met), MODEL) == bool(known)
    assert store.people.count() == len(known)


def test_nothing_is_taken_back_where_nothing_bears_the_name(store: Store, ada: str, met: tuple[int, int]) -> None:
    naming = store.namings.name_stranger(1, ada, [(met[0], marked(1))])
    for sighting in met:
        store.namings.name_sighting(sighting, store.people.add("Grace"), None)
    with pytest.raises(StoreError, match="Nothing bears the name"):
        store.namings.unname_stranger(naming, remembered(met), MODEL)
    assert store.strangers.encounters() == frozenset()
    assert len(store.people.photos(ada)) == 1


def test_removed_person_is_no_stranger_again(store: Store, ada: str, met: tuple[int, int]) -> None:
    store.namings.name_stranger(1, ada, [])
    store.people.remove(ada)
    assert store.strangers.count() == 0
    assert store.sightings.get(met[0]).name == "Ada"
