"""The scene of the whole: everybody comes once a minute, is wholly there, and leaves."""

from __future__ import annotations

import numpy as np
import pytest

from rollcall.bench.live.camera import due_time
from rollcall.bench.live.cast import Actor
from rollcall.bench.live.scene import FRAMES, FRAMES_PER_SECOND, PEOPLE, SIZE, Scene, read_number

_FACE = np.array([80, 80, 170, 180], np.float32)


@pytest.fixture(scope="module")
def scene():
    photo = np.full((250, 250, 3), 200, np.uint8)
    return Scene(tuple(Actor(f"person {number}", photo, _FACE, ()) for number in range(PEOPLE)))


def test_a_frame_tells_its_number(scene):
    picture = scene.draw(1234)
    assert (picture.shape, read_number(picture)) == ((SIZE[1], SIZE[0], 3), 1234)


def test_everybody_comes_within_one_round(scene):
    assert scene.first_clear.keys() == set(range(PEOPLE))


def test_six_people_are_there_on_average(scene):
    clear = [sum(each.clear for each in scene.people(number)) for number in range(0, FRAMES, 5)]
    assert 5 < np.mean(clear) < 7


def test_first_clear_face_is_the_first_one_wholly_in_the_picture(scene):
    number = scene.first_clear[20]
    around = [[each.clear for each in scene.people(at) if each.person == 20] for at in (number - 1, number)]
    assert around == [[False], [True]]


def test_number_of_a_frame_and_the_time_tell_when_it_was_sent():
    now = 1_700_000_000.03
    sent = int(now * FRAMES_PER_SECOND) - 5
    assert due_time(sent % FRAMES, 0, now) == pytest.approx(sent / FRAMES_PER_SECOND)
    assert due_time((sent + 350) % FRAMES, 350, now) == pytest.approx(sent / FRAMES_PER_SECOND)
