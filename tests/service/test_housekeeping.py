from __future__ import annotations

import threading

from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.service.housekeeping import Housekeeping
from rollcall.store import Store

_DAY = 86_400.0


def test_what_is_outdated_goes_and_the_rest_stays(tmp_path):
    store = Store(StoreSettings(data=tmp_path, sightings_days=30))
    try:
        now = 1_800_000_000.0
        store.sightings.add(Sighting("door", 1, now - 40 * _DAY, now - 40 * _DAY))
        kept = store.sightings.add(Sighting("door", 2, now - 5 * _DAY, now - 5 * _DAY))
        housekeeping, waiting = Housekeeping(store, clock=lambda: now), threading.Event()
        housekeeping.start()
        for _ in range(600):
            if store.sightings.count() == 1:
                break
            waiting.wait(0.05)
        housekeeping.stop()
        assert [record.id for record in store.sightings.page().items] == [kept]
    finally:
        store.close()
