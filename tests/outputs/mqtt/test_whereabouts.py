from __future__ import annotations

from outputs.samples import ADA, NOON, appeared, left, named, stay, stranger
from rollcall.outputs.mqtt.whereabouts import LastSeen, Whereabouts
from rollcall.service import Event, EventKind


def test_who_comes_and_goes():
    house = Whereabouts()
    house.take(appeared(stay(camera="door", track=1)))
    house.take(appeared(stay(camera="yard", track=1, at=NOON + 5)))
    house.take(appeared(stranger(camera="yard", track=2)))
    assert house.cameras_of(ADA) == ("door", "yard")
    assert len(house.at("yard")) == 2
    house.take(left(stay(camera="yard", track=1, at=NOON + 9)))
    assert house.cameras_of(ADA) == ("door",)
    assert house.last_seen(ADA) == LastSeen(NOON + 9, "yard")


def test_a_name_that_changes_takes_the_presence_with_it():
    house = Whereabouts()
    house.take(appeared(stay()))
    house.take(named(stranger()))
    assert house.cameras_of(ADA) == ()
    assert len(house.at("door")) == 1


def test_a_part_of_a_longer_stay_is_nobody_more():
    house = Whereabouts()
    house.take(appeared(stay(track=1)))
    house.take(appeared(stranger(track=2)))
    house.take(Event(EventKind.JOINED, stranger(track=2)))
    assert len(house.at("door")) == 1


def test_what_is_known_from_before_gives_way_to_what_is_newer():
    house = Whereabouts()
    house.remember(ADA, LastSeen(NOON, "door"))
    house.remember(ADA, LastSeen(NOON - 50, "yard"))
    assert house.last_seen(ADA) == LastSeen(NOON, "door")
    house.forget(ADA)
    assert house.last_seen(ADA) is None
