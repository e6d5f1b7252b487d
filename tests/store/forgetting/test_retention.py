from __future__ import annotations

import pytest

from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.store import EncounterRecord, Outdated, Store, StrangersChange
from store.samples import MODEL, NOW, photo, picture, vector

DAY = 86_400.0


@pytest.fixture
def settings(settings: StoreSettings) -> StoreSettings:
    return settings.model_copy(update={"sightings_days": 100, "snapshots_days": 10, "strangers_days": 5})


def seen(store: Store, days_ago: float, number: int) -> int:
    end = NOW - days_ago * DAY
    return store.sightings.add(Sighting("door", number, end - 5, end, snapshot=picture(number)))


def met(store: Store, stranger: int, days_ago: float, number: int) -> None:
    sighting = seen(store, days_ago, number)
    encounter = EncounterRecord(sighting, NOW - days_ago * DAY, vector(number), 1.0, stranger)
    store.strangers.write(StrangersChange((encounter,), {sighting: stranger}), MODEL)


def pictures(store: Store) -> list[bool]:
    return [record.image is not None for record in store.sightings.page().items]


def test_each_kind_goes_after_its_own_time(store: Store) -> None:
    for number, days in enumerate([1, 9, 11, 99, 101, 500]):
        seen(store, days, number)
    for stranger, days in ((1, 6), (2, 6), (3, 4)):
        met(store, stranger, days, 50 + stranger)
    met(store, 3, 7, 60)
    store.strangers.write(StrangersChange(ignored=frozenset({2})), MODEL)
    expected = Outdated(sightings=2, snapshots=2, strangers=1, encounters=1, audit=0, over_cap=0)
    assert store.retention.find(NOW) == expected
    assert store.sightings.count() == 10  # finding changes nothing
    assert store.retention.apply(NOW) == expected
    assert pictures(store) == [True, True, True, True, True, True, False, False]
    assert [each.id for each in store.strangers.page().items] == [3]
    # A face that is forgotten cannot be ignored.
    assert [one.stranger for one in store.strangers.load(MODEL).encounters] == [2, 3]
    assert store.retention.find(NOW) == Outdated(0, 0, 0, 0, 0, 0)


def test_stranger_who_got_a_name_stays(store: Store) -> None:
    met(store, 1, 50, 1)
    store.namings.name_stranger(1, store.people.add("Ada"), [])
    assert store.retention.apply(NOW).strangers == 0


def test_oldest_snapshots_go_when_pictures_take_too_much_room(store: Store, settings: StoreSettings) -> None:
    store.people.add("Ada", [photo(50)])
    for number, days in enumerate([1, 2, 3, 4]):
        seen(store, days, number)
    size = store.images.total_bytes()
    store.retention._settings = settings.model_copy(update={"images_gigabytes": (size - 1) / 1e9})
    assert store.retention.find(NOW).over_cap == 1
    assert store.retention.apply(NOW).over_cap == 1
    assert pictures(store) == [True, True, True, False]
    assert store.images.total_bytes() < size


def test_photos_of_people_never_go(store: Store, settings: StoreSettings) -> None:
    person = store.people.add("Ada", [photo(1)])
    seen(store, 1, 2)
    store.retention._settings = settings.model_copy(update={"images_gigabytes": 1e-9})
    store.retention.apply(NOW)
    assert store.people.get(person).photos == 1
    assert pictures(store) == [False]


def test_more_than_one_batch_goes_at_once(store: Store) -> None:
    with store._database.write() as transaction:
        row = {"camera": "door", "track": 1, "start": 0.0, "end": 0.0, "reason": ""}
        from sqlalchemy import insert

        from rollcall.store.database.schema import sightings

        transaction.connection.execute(insert(sightings), [row] * 1200)
    assert store.retention.apply(NOW).sightings == 1200
    assert store.sightings.count() == 0


def test_what_bears_a_time_ahead_of_the_clock_goes_with_what_was_written_after_it(store: Store) -> None:
    met(store, 1, -5000, 1)
    met(store, 2, 50, 2)
    met(store, 3, -5000, 3)
    assert store.retention.find(NOW) == Outdated(0, snapshots=2, strangers=2, encounters=0, audit=0, over_cap=0)
    store.retention.apply(NOW)
    assert [each.id for each in store.strangers.page().items] == [3]
    assert [one.stranger for one in store.strangers.load(MODEL).encounters] == [3]
    later = NOW + 60 * DAY
    assert store.retention.apply(later).sightings == 2
    assert [each.track for each in store.sightings.page().items] == [3]


def test_the_oldest_lines_of_the_audit_log_go(tmp_path) -> None:
    days_ago = iter([800, 731, 729, 1])
    settings = StoreSettings(data=tmp_path)
    store = Store(settings, clock=lambda: NOW - next(days_ago) * DAY)
    try:
        for detail in ("first", "second", "third", "last"):
            store.audit.add("Ada", "person.add", "", detail)
        assert store.retention.find(NOW).audit == 2
        assert store.retention.apply(NOW).audit == 2
        assert [line.detail for line in store.audit.page().items] == ["last", "third"]
        store.retention.follow(settings.model_copy(update={"audit_days": None}))
        assert store.retention.apply(NOW + 5000 * DAY).audit == 0
    finally:
        store.close()
