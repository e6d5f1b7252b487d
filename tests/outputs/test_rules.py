from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.samples import ADA, BOB, NOON, appeared, left, named, rule, stay, stranger
from rollcall.outputs.alert import Moment
from rollcall.outputs.rules import Rules
from rollcall.service import Event, EventKind

MINUTE = 60.0


def rules(*settings):
    return Rules(settings, UTC)


def told(found):
    return [(alert.moment.value, alert.sighting.name, alert.sighting.camera) for alert in found]


@pytest.mark.parametrize(
    ("who", "person", "tags", "fits"),
    [
        ("anybody", ADA, (), True),
        ("known", ADA, (), True),
        ("unknown", ADA, (), False),
        ("Ada", ADA, (), True),
        ("ada", ADA, (), True),
        (ADA, ADA, (), True),
        ("Bob", ADA, (), False),
        ("tag:family", ADA, ("work", "Family"), True),
        ("tag:family", ADA, ("work",), False),
        (["Bob", "tag:work"], ADA, ("work",), True),
        ("Ada", BOB, (), False),
    ],
)
def test_a_rule_is_about_whom_it_names(who, person, tags, fits):
    seen = stay(person, "Ada" if person == ADA else "Bob")
    assert bool(rules(rule(who=who)).take(appeared(seen), tags, NOON)) is fits


def test_a_korean_name_is_the_same_however_it_was_typed():
    taken_apart = unicodedata.normalize("NFD", "김철수")
    assert rules(rule(who=taken_apart)).take(appeared(stay(ADA, "김철수")), (), NOON)


def test_a_rule_holds_at_its_cameras_and_hours_only():
    night = rules(rule(cameras="yard", hours="22:00-06:00"))
    assert not night.take(appeared(stay(camera="door", track=1)), (), NOON + 11 * 60 * MINUTE)
    assert not night.take(appeared(stay(camera="yard", track=2)), (), NOON)
    assert night.take(appeared(stay(camera="yard", track=3)), (), NOON + 11 * 60 * MINUTE)


def test_the_same_person_is_told_again_after_the_pause_and_others_at_once():
    pausing = rules(rule(every_minutes=10))
    assert pausing.take(appeared(stay(track=1)), (), NOON)
    assert not pausing.take(appeared(stay(track=2, camera="yard")), (), NOON + 9 * MINUTE)
    assert pausing.take(appeared(stay(BOB, "Bob", track=3)), (), NOON + 9 * MINUTE)
    assert pausing.take(appeared(stay(track=4)), (), NOON + 10 * MINUTE)


def test_a_clock_that_is_set_back_silences_nobody():
    both = rules(rule(who=["known", "unknown"], every_minutes=10, stranger_seconds=3))
    assert both.take(appeared(stay(track=1)), (), NOON)
    assert not both.take(appeared(stranger(track=2)), (), NOON)
    assert not both.wait(NOON - 0.5)
    assert told(both.wait(NOON - 60 * MINUTE)) == [("arrives", None, "door")]
    assert both.take(appeared(stay(track=3)), (), NOON - 60 * MINUTE)
    assert not both.take(appeared(stay(track=4)), (), NOON - 55 * MINUTE)


def test_a_pause_of_the_program_makes_nobody_a_stranger():
    waiting = rules(rule(who="unknown", stranger_seconds=3))
    assert not waiting.take(appeared(stranger()), (), NOON)
    waiting.put_off(60 * MINUTE)
    assert not waiting.wait(NOON + 60 * MINUTE)
    assert waiting.due == NOON + 60 * MINUTE + 3
    assert not waiting.take(named(stay()), (), NOON + 60 * MINUTE + 1)
    assert waiting.due is None


@pytest.mark.parametrize(("sunday", "hours"), [(datetime(2027, 3, 28), 7), (datetime(2027, 10, 31), 9)])
def test_a_night_in_which_the_clock_changes_is_whole(sunday, hours):
    zone = ZoneInfo("Europe/Berlin")
    night = Rules([rule(hours="22:00-06:00", days="sat")], zone)
    noon = sunday.replace(tzinfo=zone).timestamp() - 12 * 60 * MINUTE
    # Somebody comes every quarter of an hour from noon to noon.
    quarters = range(24 * 4)
    tellings = [night.take(appeared(stay(track=n)), (), noon + n * 15 * MINUTE) for n in quarters]
    assert sum(map(bool, tellings)) == hours * 4


def test_a_name_that_comes_in_time_is_no_stranger():
    strangers = rules(rule(who="unknown", stranger_seconds=3))
    assert not strangers.take(appeared(stranger()), (), NOON)
    assert strangers.due == NOON + 3
    assert not strangers.take(named(stay()), (), NOON + 2)
    assert strangers.due is None
    assert not strangers.wait(NOON + 10)


def test_a_stranger_is_told_once_when_the_time_for_a_name_is_over():
    strangers = rules(rule(who="unknown", stranger_seconds=3))
    strangers.take(appeared(stranger()), (), NOON)
    assert not strangers.wait(NOON + 2.9)
    assert told(strangers.wait(NOON + 3)) == [("arrives", None, "door")]
    assert not strangers.wait(NOON + 60)
    assert not strangers.take(left(stranger()), (), NOON + 70)


def test_a_stranger_who_leaves_before_is_told_then():
    strangers = rules(rule(who="unknown", stranger_seconds=30))
    strangers.take(appeared(stranger()), (), NOON)
    assert told(strangers.take(left(stranger()), (), NOON + 5)) == [("arrives", None, "door")]


def test_anybody_is_told_with_the_name_that_came_in_time():
    anybody = rules(rule(stranger_seconds=3))
    anybody.take(appeared(stranger()), (), NOON)
    assert told(anybody.take(named(stay()), (), NOON + 1)) == [("arrives", "Ada", "door")]
    # A name that comes and goes is told once.
    assert not anybody.take(named(stranger()), (), NOON + 2)
    assert not anybody.take(named(stay()), (), NOON + 3)
    assert not anybody.wait(NOON + 60)


def test_a_part_of_a_longer_stay_is_not_told():
    strangers = rules(rule(who="unknown"))
    strangers.take(appeared(stranger()), (), NOON)
    assert not strangers.take(Event(EventKind.JOINED, stranger()), (), NOON + 1)
    assert not strangers.wait(NOON + 60)


def test_leaving_is_told_where_it_is_asked_for():
    leaving = rules(rule(moment="leaves", who="known"))
    assert not leaving.take(appeared(stay()), (), NOON)
    found = leaving.take(left(stay()), ("family",), NOON + 5)
    assert [(alert.moment, alert.tags, alert.to) for alert in found] == [(Moment.LEAVES, ("family",), ("phone",))]


def test_each_rule_tells_for_itself():
    both = rules(rule(name="one"), rule(name="two", to=["phone", "lamp"]))
    found = both.take(appeared(stay()), (), NOON)
    assert [(alert.name, alert.to) for alert in found] == [("one", ("phone",)), ("two", ("phone", "lamp"))]
    assert found[0].id != found[1].id


people = st.sampled_from([(ADA, "Ada"), (BOB, "Bob"), (None, None)])
steps = st.lists(st.tuples(st.sampled_from(["in", "name", "out"]), people, st.integers(1, 4), st.floats(0, 900)))


@given(steps, st.sampled_from([0, 1, 10]))
def test_whatever_happens_the_pause_is_kept_and_a_stay_told_once_a_name(happenings, minutes):
    watched, now, alerts = rules(rule(every_minutes=minutes, stranger_seconds=5)), NOON, []
    makes = {"in": appeared, "name": named, "out": left}
    for kind, (person, name), track, passed in happenings:
        now += passed
        alerts += watched.wait(now)
        alerts += watched.take(makes[kind](stay(person, name, track=track, at=now)), (), now)
    for person in (ADA, BOB, None):
        times = [alert.time for alert in alerts if alert.sighting.person == person]
        assert all(later - earlier >= minutes * MINUTE for earlier, later in pairwise(times))
    assert len({alert.id for alert in alerts}) == len(alerts)
