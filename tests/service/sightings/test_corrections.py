"""What a user says of one sighting holds for the past, for the future and after a restart; with real faces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rollcall.config import Settings, StoreSettings, VisionSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.service import System
from rollcall.store import PersonChange
from rollcall.vision import load_pack, read_image

TRAIN = "data/portraits/knn/train"


@pytest.fixture(scope="module")
def pack(models_dir):
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture(scope="module")
def photos(shared_dir):
    """Two photos of Obama and one of Biden."""
    obama, biden = (sorted((shared_dir / TRAIN / who).iterdir()) for who in ("obama", "biden"))
    return [read_image(path) for path in (*obama[:2], biden[0])]


@pytest.fixture
def restart(pack, tmp_path):
    """Start the system on the same data, once or again."""
    systems = []

    def start():
        if systems:
            systems[-1].stop()
        systems.append(System(Settings(store=StoreSettings(data=tmp_path)), pack))
        return systems[-1]

    yield start
    systems[-1].stop()


@pytest.fixture
def system(restart):
    return restart()


def seen(system, image, **values):
    return system.store.sightings.add(replace(Sighting("door", 1, 1.0, 2.0, snapshot=image), **values))


def who_is(system, image):
    """Return the name of the nearest person of the gallery, if anybody is left who may be it."""
    questions = system.questions
    (face,) = questions.embed(image, questions.detect(image)[:1])
    return next((match.person.name for match in questions.recognise(face, 1).matches), None)


def test_sighting_is_enough_to_be_recognised_by(system, photos):
    sighting = seen(system, photos[0])
    assert system.corrections.name(sighting, name="Obama").words == "taken"
    record = system.store.sightings.get(sighting)
    assert (record.name, record.said) == ("Obama", True)
    assert who_is(system, photos[1]) == "Obama"
    assert [one.origin for one in system.store.people.photos(record.person)] == ["sighting"]


def test_wrong_name_goes_for_good_and_who_was_seen_becomes_a_stranger(system, restart, photos):
    person = system.corrections.name(seen(system, photos[0]), name="Obama")
    assert person.fault is None
    obama = system.store.people.find("Obama").id
    sighting = seen(system, photos[2], person=obama, name="Obama", score=0.5)
    record = system.corrections.reject(sighting)
    assert (record.person, record.name, record.said, record.stranger) == (None, None, True, 1)
    for running in (system, restart()):
        assert who_is(running, photos[2]) is None
        assert who_is(running, photos[1]) == "Obama"


def test_who_is_taken_off_and_put_back_is_still_not_whom_a_user_said(system, photos):
    system.corrections.name(seen(system, photos[0]), name="Obama")
    obama = system.store.people.find("Obama").id
    system.corrections.reject(seen(system, photos[2], person=obama, name="Obama"))
    for active in (False, True):
        system.register.edit(obama, PersonChange(active=active))
    assert who_is(system, photos[2]) is None
    assert who_is(system, photos[1]) == "Obama"


def test_naming_a_stranger_takes_back_that_it_is_not_that_person(system, photos):
    system.corrections.name(seen(system, photos[0]), name="Obama")
    obama = system.store.people.find("Obama").id
    record = system.corrections.reject(seen(system, photos[1], person=obama, name="Obama"))
    assert who_is(system, photos[1]) is None
    system.strangers.name(record.stranger, person=obama)
    assert who_is(system, photos[1]) == "Obama"


def test_renamed_sighting_teaches_both_people(system, photos):
    system.corrections.name(seen(system, photos[0]), name="Obama")
    sighting = seen(system, photos[2], person=system.store.people.find("Obama").id, name="Obama")
    system.corrections.name(sighting, name="Biden")
    assert system.store.sightings.get(sighting).name == "Biden"
    assert who_is(system, photos[2]) == "Biden"


def test_rejection_is_taken_back_by_naming(system, photos):
    sighting = seen(system, photos[0])
    system.corrections.name(sighting, name="Obama")
    system.corrections.reject(sighting)
    assert who_is(system, photos[0]) is None
    system.corrections.name(sighting, name="Obama")
    assert who_is(system, photos[0]) == "Obama"
    assert system.store.strangers.count() == 0


def test_name_is_kept_although_nothing_can_be_learned(system):
    answer = system.corrections.name(seen(system, None), name="Ada")
    assert (answer.fault, "picture is gone" in answer.words) == ("no_face", True)
    assert system.store.sightings.page().items[0].name == "Ada"


def test_who_is_nobody_cannot_be_somebody_else(system):
    with pytest.raises(StoreError, match="not one of several"):
        system.corrections.reject(seen(system, None))
