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
