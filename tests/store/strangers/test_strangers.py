from __future__ import annotations

import numpy as np
import pytest

from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import EncounterRecord, Store, StrangerOrder, StrangersChange
from store.samples import MODEL, NEWER_MODEL, Reopen, picture, vector


def seen(store: Store, time: float, camera: str = "door") -> int:
    return store.sightings.add(Sighting(camera, 1, time, time + 1, snapshot=picture(int(time))))


def met(store: Store, stranger: int | None, *sightings: int) -> None:
    """Put sightings to one stranger, as a new encounter each."""
    encounters = tuple(EncounterRecord(one, 10.0, vector(one), 1.5, stranger) for one in sightings)
    numbers = dict.fromkeys(sightings, stranger)
    store.strangers.write(
        StrangersChange(encounters=encounters, numbers=numbers, next_number=(stranger or 0) + 1), MODEL
    )


def test_strangers_are_told_apart_by_the_same_after_a_restart(store: Store, reopen: Reopen) -> None:
    first, second, third = (seen(store, time) for time in (10, 20, 30))
    met(store, 1, first)
    met(store, None, third)
    encounter = EncounterRecord(second, 21.0, vector(second), 0.7, 2)
    apart = frozenset({frozenset({1, 2})})
    change = StrangersChange((encounter,), {second: 2}, ignored=frozenset({2}), apart=apart, next_number=3)
    store.strangers.write(change, MODEL)
    kept = reopen().strangers.load(MODEL)
    assert [(one.id, one.stranger, round(one.evidence, 3)) for one in kept.encounters] == [
        (first, 1, 1.5),
        (third, None, 1.5),
        (second, 2, 0.7),
    ]
    assert np.array_equal(kept.encounters[0].vector, vector(first))
    assert (kept.ignored, kept.apart, kept.next_number) == ({2}, apart, 3)


def test_encounters_of_another_model_wait_for_it(store: Store) -> None:
    met(store, 1, seen(store, 10))
    assert store.strangers.load(NEWER_MODEL).encounters == ()
    assert store.strangers.load(NEWER_MODEL).next_number == 2


def test_record_tells_when_where_and_how_often(store: Store) -> None:
    met(store, 1, *(seen(store, time, camera) for time, camera in ((30, "yard"), (10, "door"), (20, "door"))))
    record = store.strangers.get(1)
    assert (record.first_seen, record.last_seen, record.times) == (10.0, 31.0, 3)
    assert record.cameras == ("door", "yard")
    assert record.pictures == (1, 3, 2)


def test_encounter_of_a_longer_stay_takes_the_place_of_the_former_one(store: Store) -> None:
    sighting = seen(store, 10)
    for evidence in (0.7, 1.2):
        encounter = EncounterRecord(sighting, 10 + evidence, vector(1), evidence, 1)
        store.strangers.write(StrangersChange((encounter,), {sighting: 1}), MODEL)
    assert [round(one.evidence, 3) for one in store.strangers.load(MODEL).encounters] == [1.2]


def test_joined_strangers_are_one_with_all_sightings_remembered_or_not(store: Store) -> None:
    first, second, third = (seen(store, time) for time in (10, 20, 30))
    met(store, 1, first)
    met(store, 2, second, third)
    store.strangers.write(StrangersChange(gone=frozenset({third})), MODEL)
    store.strangers.write(StrangersChange(numbers={second: 1}, joined={2: 1}), MODEL)
    assert {store.sightings.get(one).stranger for one in (first, second, third)} == {1}
    record = store.strangers.get(1)
    assert (record.first_seen, record.last_seen, record.times) == (10.0, 31.0, 3)
    with pytest.raises(StoreError, match="no stranger 2"):
        store.strangers.get(2)


def test_joining_taken_back_leaves_the_store_as_it_was(store: Store) -> None:
    first, second, third = (seen(store, time) for time in (10, 20, 30))
    met(store, 1, first)
    met(store, 2, second, third)
    said = StrangersChange(gone=frozenset({third}), ignored=frozenset({2}), next_number=3)
    store.strangers.write(said, MODEL)
    before = store.sightings.page(), store.strangers.get(1), store.strangers.get(2), store.strangers.encounters()
    past = store.strangers.sightings(2)
    assert past == {second, third}
    store.strangers.write(StrangersChange(numbers={second: 1}, joined={2: 1}, ignored=frozenset({1})), MODEL)
    apart = frozenset({frozenset({1, 2})})
    change = StrangersChange(numbers={second: 2}, ignored=frozenset({2}), apart=apart, next_number=3)
    store.strangers.part(1, 2, past, change, MODEL)
    after = store.sightings.page(), store.strangers.get(1), store.strangers.get(2), store.strangers.encounters()
    assert after == before
    kept = store.strangers.load(MODEL)
    assert ([(one.id, one.stranger) for one in kept.encounters], kept.apart) == ([(first, 1), (second, 2)], apart)


def test_sighting_that_is_somebody_else_s_by_now_does_not_come_back(store: Store) -> None:
    first, second, third = (seen(store, time) for time in (10, 20, 30))
    met(store, 1, first)
    met(store, 2, second, third)
    past = store.strangers.sightings(2)
    store.strangers.write(StrangersChange(numbers={second: 3, third: 1}, joined={2: 1}), MODEL)
    store.strangers.part(1, 2, past, StrangersChange(), MODEL)
    assert [store.sightings.get(one).stranger for one in (first, second, third)] == [1, 3, 2]
    with pytest.raises(StoreError, match="Nothing of stranger 2 is with stranger 1"):
        store.strangers.part(1, 2, past, StrangersChange(), MODEL)


def test_stranger_of_whom_nothing_is_left_goes(store: Store) -> None:
    sighting = seen(store, 10)
    met(store, 1, sighting)
    store.strangers.write(StrangersChange(numbers={sighting: None}, gone=frozenset({sighting})), MODEL)
    assert store.strangers.count() == 0
    assert store.sightings.get(sighting).stranger is None


@pytest.mark.parametrize(("order", "expected"), [(StrangerOrder.RECENT, [2, 3, 1]), (StrangerOrder.OFTEN, [1, 3, 2])])
def test_pages_go_through_all_in_either_order(store: Store, order: StrangerOrder, expected: list[int]) -> None:
    for stranger, times in ((1, (1, 2, 3)), (2, (50,)), (3, (10, 40))):
        met(store, stranger, *(seen(store, time) for time in times))
    first = store.strangers.page(order=order, limit=2)
    second = store.strangers.page(order=order, limit=2, after=first.next)
    assert [each.id for each in (*first.items, *second.items)] == expected


def test_ignored_strangers_stand_in_a_list_of_their_own(store: Store) -> None:
    met(store, 1, seen(store, 10))
    met(store, 2, seen(store, 20))
    store.strangers.write(StrangersChange(ignored=frozenset({1})), MODEL)
    assert [each.id for each in store.strangers.page(ignored=True).items] == [1]
    assert [each.id for each in store.strangers.page().items] == [2]
    assert (store.strangers.count(), store.strangers.count(ignored=True)) == (1, 1)


def test_erased_stranger_leaves_a_line_of_the_audit_log_and_nothing_else(store: Store) -> None:
    met(store, 1, seen(store, 10), seen(store, 20))
    other = seen(store, 30)
    assert store.erase_stranger(1, "admin") == 2
    assert [one.id for one in store.sightings.page().items] == [other]
    assert store.strangers.encounters() == frozenset()
    line = store.audit.page().items[0]
    assert (line.actor, line.action, line.subject) == ("admin", "stranger.erase", "1")
    assert line.detail == "2 sightings, 2 picture files"
    with pytest.raises(StoreError, match="no stranger 1"):
        store.erase_stranger(1, "admin")
