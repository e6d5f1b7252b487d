"""Stays become records, and of somebody ignored nobody hears; with a real store behind a real recorder."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from identity.faces import face, photo, track
from rollcall.config import AlertSettings, IdentitySettings, StoreSettings
from rollcall.identity import Encounter, Metric, Presence, Recognizer
from rollcall.model import Frame, Person, Sighting
from rollcall.outputs.rules import Rules
from rollcall.service.analysis.scene import Scene, SeenPerson
from rollcall.service.sightings.events import EventKind, Events
from rollcall.service.sightings.likenesses import Likenesses
from rollcall.service.sightings.record import Losses, Record
from rollcall.service.sightings.recorder import Recorder
from rollcall.service.sightings.stays import Stays
from rollcall.service.strangers.encounter_queue import EncounterQueue
from rollcall.store import MarkedEmbedding
from service.house import MARK, THRESHOLD, House

START = 1_000.0
LATER = 100.0


class Door:
    """One camera's end of the way: what is seen becomes decisions, stays, records, events and strangers."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.told: list[tuple[EventKind, str | None, int | None]] = []
        events = self.events = Events()
        events.listen(lambda event: self.told.append((event.kind, event.sighting.name, event.sighting.stranger)))
        self.likenesses = Likenesses()
        self.encounters = EncounterQueue(house.strangers)
        self.recorder = Recorder(house.store, events, self.encounters, self.likenesses)
        strangers = house.strangers.strangers
        self.recognizer = Recognizer(house.gallery, IdentitySettings(), THRESHOLD, strangers)
        presence = Presence(IdentitySettings(), Metric.COSINE)
        self.stays = Stays("door", presence, self.recorder, self.recognizer.template, strangers, house.gallery)
        self.picture = np.zeros((240, 320, 3), np.uint8)

    def see(self, time: float, seed: int | None, *, number: int = 1) -> None:
        """Show the person ``seed``, or somebody of whom nothing can be told."""
        moment = START + time
        shown = face(None if seed is None else photo(seed, round(time * 10), noise=0.4), weight=0.9)
        tracks = [track(number, moment, shown)]
        decisions = self.recognizer.decide(moment, tracks)
        people = tuple(SeenPerson(*pair) for pair in zip(tracks, decisions, strict=True))
        scene = Scene("door", 0, moment, moment, (320, 240), people, {})
        self.stays.follow(Frame("door", 0, moment, moment, self.picture), scene)

    def stranger(self, time: float) -> tuple[str | None, int | None]:
        """Return the name and the number that the person 5 is shown under now."""
        (decision,) = self.recognizer.decide(START + time, [track(1, START + time, face(weight=0.9))])
        return decision.name, decision.stranger

    def end(self) -> list[tuple[EventKind, str | None, int | None]]:
        """Let everybody leave, and return what listeners heard."""
        self.stays.wait(START + LATER)
        self.recorder.start()
        self.recorder.stop()
        self.encounters.start()
        self.encounters.stop()
        return self.told


@pytest.fixture
def house(tmp_path):
    house = House(StoreSettings(data=tmp_path))
    yield house
    house.store.close()


@pytest.fixture
def door(house):
    return Door(house)


@pytest.fixture
def ignored(house):
    """Somebody who was here before, and of whom nobody wants to hear."""
    house.meet(5)
    house.strangers.ignore(1)


def test_unknown_person_becomes_a_stranger_and_comes_again_as_the_same(house):
    for _ in range(2):
        door = Door(house)
        for time in (0.0, 1.0, 2.0):
            door.see(time, 5)
        told = door.end()
    assert told == [(EventKind.APPEARED, None, 1), (EventKind.LEFT, None, 1)]
    assert [record.stranger for record in house.store.sightings.page().items] == [1, 1]
    assert house.store.strangers.get(1).times == 2


def test_long_stay_has_a_number_while_it_lasts_and_is_one_encounter(house, door):
    for time in range(30):
        door.see(float(time), 5)
    door.end()
    assert house.strangers.strangers.numbers == {1: 1}
    assert house.strangers.strangers.encounter(1).time == START + 29
    assert len(door.likenesses) == 1


def test_who_stands_there_while_the_computer_sleeps_stays_and_leaves_once_nobody_is_seen(door):
    for time in (0.0, 1.0):
        door.see(time, 5)
    door.stays.wait(START + 12.0, waited=11.0)
    for time in (8.0, 12.0):
        door.see(time, 5)
    door.stays.wait(START + 22.5, waited=0.5)
    assert [kind for kind, *_ in door.end()] == [EventKind.APPEARED, EventKind.LEFT]
    (sighting,) = door.house.store.sightings.page().items
    assert (sighting.start, sighting.end) == (START, START + 12.0)


def test_who_leaves_as_the_camera_gets_another_name_stands_under_it(house, door):
    for time in range(10):
        door.see(float(time), 5)
    door.recorder.start()
    door.stays.end()
    door.recorder.rename("door", "gate")
    assert [(record.camera, record.end) for record in house.store.sightings.page().items] == [("gate", START + 9)]
    assert door.told[-1][0] is EventKind.LEFT
    door.recorder.stop()


@pytest.mark.usefixtures("ignored")
def test_nobody_hears_of_an_ignored_stranger_who_is_kept_all_the_same(house, door):
    for time in (0.0, 1.0, 2.0, 12.0):
        door.see(time, 5)
    assert door.end() == []
    assert [record.stranger for record in house.store.sightings.page().items] == [1, 1]


@pytest.mark.usefixtures("ignored")
def test_who_is_not_sure_yet_waits_until_it_is(door):
    for time, seed in ((0.0, None), (1.0, None), (2.0, 5), (2.5, 5)):
        door.see(time, seed)
    assert door.end() == []


@pytest.mark.usefixtures("ignored")
@pytest.mark.parametrize("seen", [[(0.0, None), (1.0, None), (2.0, 6)], [(0.0, None), (1.0, None)]])
def test_others_are_told_of_although_somebody_is_ignored(door, seen):
    for time, seed in seen:
        door.see(time, seed)
    assert door.end() == [(EventKind.APPEARED, None, None), (EventKind.LEFT, None, None)]


@pytest.mark.usefixtures("ignored")
def test_who_cannot_be_told_for_long_is_told_of_before_leaving(door):
    for time in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
        door.see(time, None)
    door.recorder.start()
    door.recorder.stop()
    assert door.told == [(EventKind.APPEARED, None, None)]


@pytest.mark.usefixtures("ignored")
def test_who_was_told_of_before_it_was_ignored_is_told_to_leave(house, door):
    for time in (0.0, 1.0):
        door.see(time, 6)
    house.strangers.add(Encounter(house.store.sightings.page().items[0].id, START, photo(6, noise=0.4), 2.0))
    house.strangers.ignore(house.strangers.strangers.recognise(photo(6, 1, noise=0.4)).number)
    for time in (2.0, 3.0):
        door.see(time, 6)
    assert [kind for kind, _, _ in door.end()] == [EventKind.APPEARED, EventKind.LEFT]


@pytest.mark.parametrize("met_before", [True, False])
@pytest.mark.parametrize("said", ["not Bob", "is Ada"])
def test_what_was_said_of_a_stay_outlives_its_being_joined_to_another(house, said, met_before):
    bob, ada = (house.register.add(name).id for name in ("Bob", "Ada"))
    door = Door(house)
    first = Sighting("door", 1, START, START + 9)
    second = replace(first, track=2, person=bob, name="Bob")

    def say(event):
        number = event.sighting.id
        if event.kind is EventKind.APPEARED and event.sighting.track == 2 and said == "not Bob":
            house.store.namings.reject(number, MarkedEmbedding(MARK, photo(7)))
        elif event.kind is EventKind.APPEARED and event.sighting.track == 2:
            house.store.namings.name_sighting(number, ada, None)

    door.events.listen(say)
    appeared = [Record(("door", 2), second, EventKind.APPEARED)]
    if met_before:
        appeared.insert(0, Record(("door", 1), first, EventKind.APPEARED))
    joined = Record(("door", 2), second, EventKind.JOINED, into=("door", 1))
    for record in (*appeared, joined, Record(("door", 1), replace(second, track=1), EventKind.LEFT)):
        door.recorder.record(record)
    door.recorder.start()
    door.recorder.stop()
    (kept,) = house.store.sightings.page().items
    if said == "not Bob":
        assert house.store.namings.rejections(MARK).owners == (bob,)
    else:
        assert (kept.person, kept.name, kept.said) == (ada, "Ada", True)


def test_stay_that_is_erased_while_it_lasts_is_not_written_again(house, door):
    door.recorder.start()
    for time in (0.0, 1.0, 2.0):
        door.see(time, 5)
    waiting = threading.Event()
    while not house.store.sightings.count():
        waiting.wait(0.01)
    house.store.sightings.remove(1)
    for time in (3.5, 14.0):
        door.see(time, 5)
    door.stays.wait(START + LATER)
    door.recorder.stop()
    assert house.store.sightings.count() == 0
    assert [kind for kind, _, _ in door.told] == [EventKind.APPEARED, EventKind.LEFT]


def _meet(house, name, seed):
    person = house.register.add(name).id
    house.gallery.put(Person(person, name, photo(seed)[np.newaxis]))
    return person


def test_nothing_is_told_or_kept_of_who_was_erased_before_leaving(house):
    """Neither of the person nor of a stranger who looked most like the person."""
    door, heard = Door(house), []
    ada = _meet(house, "Ada", 5)
    for time in (0.0, 1.0, 2.0):
        door.see(time, 5, number=1)
        door.see(time + 0.1, 6, number=2)
    door.recorder.start()
    waiting = threading.Event()
    while house.store.sightings.count() < 2:
        waiting.wait(0.01)
    house.register.when_erased(door.likenesses.forget)
    house.register.erase(ada, "tests")
    door.events.listen(heard.append)
    door.stays.wait(START + LATER)
    door.recorder.stop()
    assert [event.kind for event in heard] == [EventKind.LEFT] * 2
    assert not any("Ada" in f"{event.sighting.name} {event.sighting.reason}" for event in heard)
    assert {(event.sighting.person, event.sighting.name) for event in heard} == {(None, None)}
    assert [event.sighting.snapshot is None for event in heard if event.sighting.track == 1] == [True]
    (kept,) = house.store.sightings.page().items
    assert (kept.track, kept.name, kept.reason) == (2, None, "")


def test_who_was_merged_before_leaving_stands_under_the_name_that_stays(house):
    door = Door(house)
    twice, ada = _meet(house, "A. Lovelace", 5), house.register.add("Ada").id
    for time in (0.0, 1.0, 2.0):
        door.see(time, 5)
    door.recorder.start()
    waiting = threading.Event()
    while not house.store.sightings.count():
        waiting.wait(0.01)
    house.register.merge(ada, twice)
    door.stays.wait(START + LATER)
    door.recorder.stop()
    (kept,) = house.store.sightings.page().items
    assert (kept.person, kept.name, kept.end) == (ada, "Ada", START + 2.0)


@pytest.mark.parametrize("known_before", [False, True])
def test_name_is_taken_back_while_the_stranger_is_still_there(house, door, known_before):
    """As when the wrong one is clicked: listeners hear of one stay, and of each name in it once."""
    if known_before:
        _enrol(house, "Ada", 7)
    heard = []
    door.events.listen(heard.append)
    door.recorder.start()
    door.encounters.start()
    _stay(door, 0, 6)
    _until(lambda: house.store.strangers.count() == 1)
    assert door.stranger(6) == (None, 1)
    ada, _ = house.strangers.name(1, name="Ada")
    _stay(door, 7, 10)
    assert door.stranger(10) == ("Ada", None)
    _until(lambda: heard[-1].sighting.name == "Ada")

    assert house.strangers.unname(1).times == 1
    _stay(door, 11, 40)
    assert door.stranger(40) == (None, 1)
    door.stays.wait(START + LATER)
    door.recorder.stop()
    door.encounters.stop()
    assert [event[:2] for event in door.told] == [
        (EventKind.APPEARED, None),
        (EventKind.NAMED, "Ada"),
        (EventKind.NAMED, None),
        (EventKind.LEFT, None),
    ]
    assert door.told[-1] == (EventKind.LEFT, None, 1)
    assert _alerts(heard) == [("unknown", None), ("known", "Ada")]
    (kept,) = house.store.sightings.page().items
    assert (kept.name, kept.stranger, kept.said, kept.end) == (None, 1, False, START + 40)
    assert house.strangers.strangers.numbers == {kept.id: 1}
    assert [person.id for person in house.gallery.people] == ([ada.id] if known_before else [])


def test_what_the_disk_did_not_take_is_written_as_soon_as_it_does(house, door):
    refused = "CREATE TRIGGER refused BEFORE INSERT ON sightings BEGIN SELECT RAISE(FAIL, 'no room'); END"
    with house.store._database.write() as transaction:
        transaction.connection.exec_driver_sql(refused)
    door.recorder.start()
    for number in range(110):
        _leave(door, number)
    _until(lambda: door.recorder.waiting == 110 and len(door.told) == 110)
    with house.store._database.write() as transaction:
        transaction.connection.exec_driver_sql("DROP TRIGGER refused")
    _leave(door, 110)
    _until(lambda: door.recorder.waiting == 0)
    kept = house.store.sightings.page(limit=200).items
    # A full disk must not fill the memory too.
    assert [record.image is not None for record in reversed(kept)] == [False] * 10 + [True] * 101
    # Stays are counted anew when a camera is watched anew, and are no former ones.
    _leave(door, 0)
    door.recorder.stop()
    assert house.store.sightings.count() == 112


def test_a_disk_that_hangs_keeps_nobody_waiting_and_fills_no_memory(house):
    """Another write that does not end holds up the recorder as a hanging disk does: without an error, for ever."""
    door = Door(house)
    now = [0.0]
    door.recorder = Recorder(house.store, door.events, door.encounters, door.likenesses, clock=lambda: now[0])
    with house.store._database.write():
        door.recorder.start()
        _leave(door, 0)
        _until(lambda: door.recorder.waiting == 0)  # in hand
        for number in range(1, 104):
            _leave(door, number)
        assert door.recorder.trouble is None
        now[0] = 42.0
        words = "The disk has not answered for 42 s; 103 changes of sightings wait in memory. Check the disk."
        assert door.recorder.trouble == words
        assert house.store.trouble is None
        assert door.recorder.lost == Losses(pictures=3)
    door.recorder.stop()
    assert door.recorder.trouble is None
    kept = house.store.sightings.page(limit=200).items
    # The first one had been taken already.
    assert [record.image is not None for record in reversed(kept)] == [True] + [False] * 3 + [True] * 100


def _leave(door, number):
    snapshot = np.full((8, 8, 3), number, np.uint8)
    seen = Sighting("door", number, float(number), float(number), snapshot=snapshot)
    door.recorder.record(Record(("door", number), seen, EventKind.LEFT))


def _stay(door, begin, end):
    for time in range(begin, end + 1):
        door.see(float(time), 5)


def _enrol(house, name, seed):
    house.register.refresh(house.store.people.add(name, embeddings=[MarkedEmbedding(MARK, photo(seed))]))


def _alerts(heard):
    """Return the rules that told of something, each with the name of who it was."""
    rules = Rules([AlertSettings(name=who, to="mqtt", who=who) for who in ("unknown", "known")])
    times = [event.sighting.end for event in heard]
    found = [(*rules.wait(time), *rules.take(event, (), time)) for event, time in zip(heard, times, strict=True)]
    return [(alert.name, alert.sighting.name) for alerts in found for alert in alerts]


def _until(true):
    waiting = threading.Event()
    while not true():
        waiting.wait(0.01)
