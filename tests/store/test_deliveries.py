from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.store import Store
from rollcall.store.sealing.keys import read_cipher
from store.samples import NOW, Reopen

FOR_EVER = float("-inf")


def add(store: Store, number: int, receiver: str = "phone", person: str | None = None, sighting: int | None = None):
    store.deliveries.add(receiver, f"{number:032x}", NOW + number, b"Ada %d" % number, person=person, sighting=sighting)


def bodies(store: Store, receiver: str = "phone") -> list[bytes]:
    found = []
    while (delivery := store.deliveries.next(receiver)) is not None:
        found.append(delivery.body)
        store.deliveries.remove(delivery.id)
    return found


def test_messages_outlive_the_process_and_come_out_in_their_order(store: Store, reopen: Reopen) -> None:
    for number in range(3):
        add(store, number)
    add(store, 9, "lamp")
    store = reopen()
    assert store.deliveries.count("phone") == 3
    assert bodies(store) == [b"Ada 0", b"Ada 1", b"Ada 2"]
    assert bodies(store, "lamp") == [b"Ada 9"]


def test_a_message_that_fails_lets_the_others_pass(store: Store) -> None:
    add(store, 0)
    add(store, 1)
    first = store.deliveries.next("phone")
    assert first is not None
    store.deliveries.fail(first.id)
    assert bodies(store) == [b"Ada 1", b"Ada 0"]


def test_a_number_is_never_given_twice(store: Store) -> None:
    numbers = []
    for number in range(3):
        add(store, number)
        delivery = store.deliveries.next("phone")
        assert delivery is not None
        numbers.append(delivery.id)
        store.deliveries.remove(delivery.id)
    assert len(set(numbers)) == 3


def test_too_many_and_too_old_messages_are_dropped_and_counted(store: Store) -> None:
    for number in range(5):
        add(store, number)
    add(store, 0, "lamp")
    assert store.deliveries.trim("phone", most=10, since=FOR_EVER) == 0
    assert store.deliveries.trim("phone", most=3, since=FOR_EVER) == 2
    assert store.deliveries.trim("phone", most=10, since=NOW + 3) == 1
    assert bodies(store) == [b"Ada 3", b"Ada 4"]
    assert store.deliveries.count("lamp") == 1


def test_messages_for_nobody_are_dropped(store: Store) -> None:
    add(store, 0)
    add(store, 1, "lamp")
    assert store.deliveries.keep_only(["phone"]) == 1
    assert (store.deliveries.count("phone"), store.deliveries.count("lamp")) == (1, 0)


def test_an_erasure_leaves_no_message_of_the_person_and_no_later_one_comes(store: Store) -> None:
    ada = store.people.add("Ada")
    seen = store.sightings.add(Sighting("door", 1, NOW, NOW, person=ada, name="Ada"))
    add(store, 0, person=ada)
    # Told while she was a stranger.
    add(store, 1, sighting=seen)
    add(store, 2)
    store.erase(ada, "tests")
    add(store, 3, person=ada)
    assert bodies(store) == [b"Ada 2"]


def test_an_erased_name_is_in_no_message_about_others(store: Store) -> None:
    ada = store.people.add('Ada "A." 김')
    for number, reason in enumerate(('best 0.31 of 0.41, Ada "A." 김', "best 0.31 of 0.41, Bob")):
        body = json.dumps({"alert": "door", "reason": reason}, ensure_ascii=False).encode()
        store.deliveries.add("phone", f"{number:032x}", NOW, body, person=None, sighting=None)
    store.erase(ada, "tests")
    said = [json.loads(body) for body in bodies(store)]
    assert [one["reason"] for one in said] == ["best 0.31 of 0.41, …", "best 0.31 of 0.41, Bob"]
    assert [one["alert"] for one in said] == ["door", "door"]


@pytest.mark.parametrize("sealed", [True, False])
def test_messages_are_sealed_with_the_store(settings: StoreSettings, tmp_path: Path, sealed: bool) -> None:
    (tmp_path / "key").write_text(base64.b64encode(os.urandom(32)).decode())
    store = Store(settings)
    add(store, 7)
    after = settings.model_copy(update={"key_file": tmp_path / "key"}) if sealed else settings
    store.reseal(read_cipher(after))
    store.close()
    held = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert (b"Ada 7" in held) is not sealed
    store = Store(after)
    assert bodies(store) == [b"Ada 7"]
    store.close()
