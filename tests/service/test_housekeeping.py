from __future__ import annotations

import threading

from identity.faces import photo
from rollcall.config import StoreSettings
from rollcall.identity import Likeness
from rollcall.model import Sighting
from rollcall.service.housekeeping import Housekeeping
from rollcall.service.sightings.likenesses import Likenesses
from service.house import House

_DAY = 86_400.0


def test_what_is_outdated_goes_and_the_rest_stays(tmp_path):
    house = House(StoreSettings(data=tmp_path, sightings_days=30, strangers_days=10))
    store = house.store
    try:
        now = 1_800_000_000.0
        store.sightings.add(Sighting("door", 1, now - 40 * _DAY, now - 40 * _DAY))
        kept = store.sightings.add(Sighting("door", 2, now - 5 * _DAY, now - 5 * _DAY))
        old = house.meet(5, time=now - 20 * _DAY)
        likenesses, tidied = Likenesses(), threading.Event()
        for sighting, days in ((old, 20), (kept, 5)):
            likenesses.put(sighting, now - days * _DAY, Likeness(photo(sighting), 1.0))
        housekeeping = Housekeeping(store, house.strangers, likenesses, clock=lambda: now)
        housekeeping.when_tidied(tidied.set)
        housekeeping.start()
        assert tidied.wait(30)
        housekeeping.stop()
        assert store.strangers.count() == 0
        assert [record.id for record in store.sightings.page().items] == [kept, old]
        assert (house.of(old), len(house.strangers.strangers)) == (None, 0)
        assert (likenesses.find(old), likenesses.find(kept) is not None) == (None, True)
    finally:
        store.close()


def test_nothing_goes_while_the_clock_cannot_be_believed(tmp_path, caplog):
    house = House(StoreSettings(data=tmp_path, sightings_days=30))
    store = house.store
    try:
        now = 1_800_000_000.0
        store.clock.read(now)
        old = store.sightings.add(Sighting("door", 1, now - 40 * _DAY, now - 40 * _DAY))
        doubt = run_once(house, now + 3650 * _DAY)
        assert "3650 days ahead of what was expected" in doubt
        assert [record.message for record in caplog.records] == [f"retention waits: {doubt}"]
        assert [record.id for record in store.sightings.page().items] == [old]
        assert run_once(house, now + _DAY) is None
        assert store.sightings.count() == 0
    finally:
        store.close()


def test_encounters_ahead_of_the_clock_are_not_remembered_for_longer_than_kept(tmp_path):
    house = House(StoreSettings(data=tmp_path, strangers_days=10))
    try:
        now = 1_800_000_000.0
        ahead = house.meet(5, time=now + 5000 * _DAY)
        house.meet(6, time=now - 20 * _DAY)
        kept = house.meet(7, time=now - _DAY)
        run_once(house, now)
        assert [one for one in (ahead, kept) if one in house.strangers.strangers.numbers] == [kept]
    finally:
        house.store.close()


def run_once(house, now):
    """Let housekeeping look once at the time ``now``; return what it doubts."""
    looked = threading.Event()

    def clock():
        looked.set()
        return now

    housekeeping = Housekeeping(house.store, house.strangers, Likenesses(), clock=clock)
    housekeeping.start()
    assert looked.wait(30)
    housekeeping.stop()  # after the work in hand
    return housekeeping.doubt
