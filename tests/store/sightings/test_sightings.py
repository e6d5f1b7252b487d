from __future__ import annotations

import dataclasses
import threading
from typing import Any

import cv2
import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import SightingFilter, Store
from store.samples import Reopen, picture


def stay(start: float, **values: Any) -> Sighting:
    return dataclasses.replace(Sighting("door", 1, start, start + 5), **values)


def test_sighting_stands_after_a_restart(store: Store, reopen: Reopen) -> None:
    number = store.sightings.add(stay(100, person=None, name="김철수", score=np.float32(0.5), reason="above 0.4"))
    record = reopen().sightings.get(number)
    assert (record.camera, record.start, record.end) == ("door", 100, 105)
    assert (record.name, record.score, record.reason) == ("김철수", 0.5, "above 0.4")


def test_update_moves_the_end_and_keeps_the_snapshot(store: Store) -> None:
    number = store.sightings.add(stay(100, snapshot=picture(1)))
    before = store.sightings.get(number)
    store.sightings.update(stay(100, id=number, end=130, name="Ada"))
    after = store.sightings.get(number)
    assert (after.end, after.name, after.image) == (130, "Ada", before.image)


def test_snapshot_can_be_read_back_as_a_picture(store: Store) -> None:
    number = store.sightings.add(stay(100, snapshot=picture(1)))
    name = store.sightings.get(number).image
    assert name is not None
    kept = cv2.imdecode(np.frombuffer(store.images.read(name), np.uint8), cv2.IMREAD_COLOR)
    assert kept is not None
    assert kept.shape == picture(1).shape


def test_better_snapshot_replaces_the_file_of_the_former(store: Store, settings: StoreSettings) -> None:
    number = store.sightings.add(stay(100, snapshot=picture(1)))
    store.sightings.update(stay(100, id=number, snapshot=picture(2)))
    kept = [path.name for path in (settings.data / "images").rglob("*.jpg")]
    assert kept == [store.sightings.get(number).image]


def test_sighting_of_somebody_who_was_erased_before_it_was_written_has_no_name(store: Store) -> None:
    number = store.sightings.add(stay(100, person="erased meanwhile", name="Ada"))
    assert (store.sightings.get(number).person, store.sightings.get(number).name) == (None, None)


def test_sighting_that_goes_on_says_what_became_of_its_person_meanwhile(store: Store) -> None:
    renamed, merged, removed, other = (store.people.add(name) for name in ("Ada", "Ada L.", "Bob", "Grace"))
    stays = {person: stay(100, person=person, name="as it was") for person in (renamed, merged, removed)}
    numbers = {person: store.sightings.add(each) for person, each in stays.items()}
    store.people.rename(renamed, "Ada Lovelace")
    store.people.merge(other, merged)
    store.people.remove(removed)
    for person, each in stays.items():
        store.sightings.update(dataclasses.replace(each, id=numbers[person], end=130))
    after = [store.sightings.get(number) for number in numbers.values()]
    assert [(record.person, record.name, record.end) for record in after] == [
        (renamed, "Ada Lovelace", 130),
        (other, "Grace", 130),
        (None, "Bob", 130),
    ]


def test_update_of_a_sighting_that_is_gone_says_so(store: Store) -> None:
    with pytest.raises(StoreError, match="Sighting 7 is not in the store"):
        store.sightings.update(stay(100, id=7))


def test_pages_follow_each_other_without_gap_or_repetition_while_new_sightings_come(store: Store) -> None:
    numbers = [store.sightings.add(stay(float(start // 3))) for start in range(10)]  # equal starts too
    seen, after = [], None
    for _ in range(4):
        page = store.sightings.page(limit=3, after=after)
        seen += [record.id for record in page.items]
        store.sightings.add(stay(1000.0))
        after = page.next
    assert seen == numbers[::-1]
    assert after is None


@pytest.mark.parametrize(
    ("where", "starts"),
    [
        (SightingFilter(), [300, 200, 100]),
        (SightingFilter(camera="yard"), [200]),
        (SightingFilter(known=True), [300]),
        (SightingFilter(known=False), [200, 100]),
        (SightingFilter(since=105), [300, 200, 100]),  # the stay from 100 to 105 touches it
        (SightingFilter(since=106, until=300), [200]),
    ],
)
def test_filter_keeps_what_matches_in_every_part(store: Store, where: SightingFilter, starts: list[int]) -> None:
    store.sightings.add(stay(100))
    store.sightings.add(stay(200, camera="yard"))
    store.sightings.add(stay(300, name="Ada"))
    assert [record.start for record in store.sightings.page(where).items] == starts
    assert store.sightings.count(where) == len(starts)


def test_place_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no place in the list"):
        store.sightings.page(after="../../etc")


def test_threads_write_at_once_and_nothing_is_lost(store: Store) -> None:
    def write(camera: str) -> None:
        for start in range(25):
            store.sightings.add(stay(start, camera=camera))
            store.sightings.page(limit=1)

    threads = [threading.Thread(target=write, args=(f"camera {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.sightings.count() == 100


def test_a_removed_sighting_is_gone_with_its_snapshot(store: Store) -> None:
    number = store.sightings.add(stay(100, snapshot=picture(1)))
    image = store.sightings.get(number).image
    assert image is not None
    for _ in range(2):
        store.sightings.remove(number)
    assert store.sightings.count() == 0
    with pytest.raises(StoreError):
        store.images.read(image)


def test_a_number_is_never_given_twice(store: Store) -> None:
    first = store.sightings.add(stay(100))
    store.sightings.remove(first)
    assert store.sightings.add(stay(200)) > first
