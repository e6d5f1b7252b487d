"""Strangers with a real store: told apart, named, merged, ignored and erased, over restarts and a full disk."""

from __future__ import annotations

import numpy as np
import pytest

from identity.faces import direction, photo
from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.identity import Encounter
from rollcall.model import Sighting
from rollcall.store import StrangersChange
from service.house import MARK, House

DAY = 86_400.0


@pytest.fixture
def settings(tmp_path):
    return StoreSettings(data=tmp_path)


@pytest.fixture
def house(settings):
    house = House(settings)
    yield house
    house.store.close()


@pytest.fixture
def again(house, settings):
    """What the next start of the program finds."""

    def restart():
        house.store.close()
        house.__init__(settings)
        return house

    return restart


def test_the_same_stranger_has_the_same_number_after_a_restart(house, again):
    first = house.meet(5, 0)
    house = again()
    assert house.of(house.meet(5, 1)) == house.of(first) == 1
    assert house.of(house.meet(6)) == 2


def test_number_is_never_given_twice_even_after_a_restart(house, again):
    house.meet(5)
    house.strangers.erase(1, "tests")
    assert again().of(house.meet(6)) == 2


def test_past_follows_when_it_turns_out_who_was_who(house):
    poor = [house.meet(5, shot, evidence=0.4) for shot in range(2)]
    assert [house.of(one) for one in poor] == [None, None]
    house.meet(5, 2, evidence=0.4)
    assert [house.of(one) for one in poor] == [1, 1]


def test_two_strangers_who_grow_together_take_along_what_is_not_remembered(house):
    left, right = direction(5), direction(5) * np.float32(0.48) + direction(6) * np.float32(0.88)
    forgotten = house.store.sightings.add(Sighting("door", 1, 0, 0))
    seen = [house.store.sightings.add(Sighting("door", 1, time, time)) for time in range(1, 9)]
    for sighting, vector in zip(seen, (left, right, *[left + right] * 6), strict=True):
        house.strangers.add(Encounter(sighting, float(sighting), vector, 1.5))
        if vector is right:
            house.store.strangers.write(StrangersChange(numbers={forgotten: 2}, next_number=3), MARK)
            assert house.of(sighting) == 2
    assert {house.of(one) for one in (forgotten, *seen)} == {1}
    assert house.store.strangers.get(1).times == 9


def test_named_stranger_is_named_in_the_past_and_recognised_from_now_on(house, again):
    past = [house.meet(5, shot) for shot in range(3)]
    person, named = house.strangers.name(1, name="Ada")
    assert (person.name, named) == ("Ada", 3)
    assert {house.store.sightings.get(one).name for one in past} == {"Ada"}
    assert house.gallery.match(photo(5, 9, noise=0.5))[0].person.id == person.id
    assert house.strangers.strangers.recognise(direction(5)) is None
    assert [one.origin for one in house.store.people.photos(person.id)] == ["stranger"] * 3
    house = again()
    assert house.gallery.match(photo(5, 9, noise=0.5))[0].person.id == person.id
    assert house.store.strangers.count() == 0


def test_stranger_gets_the_name_of_somebody_who_is_there(house):
    ada = house.register.add("Ada").id
    house.meet(5)
    house.meet(6)
    assert house.strangers.name(1, person=ada)[0].id == ada
    assert house.strangers.name(2, name="ada")[0].id == ada
    assert house.store.people.count() == 1


def test_wrong_name_is_taken_back_wholly_and_the_right_one_given(house, again):
    ada = house.register.add("Ada").id
    past = [house.meet(5, shot) for shot in range(3)]
    house.strangers.name(1, person=ada)
    assert house.strangers.unname(1).times == 3
    assert {house.store.sightings.get(one).name for one in past} == {None}
    assert house.gallery.match(photo(5, 9, noise=0.5)) == ()
    assert house.store.people.photos(ada) == ()
    assert house.of(house.meet(5, 3)) == 1
    house = again()
    assert house.of(house.meet(5, 4)) == 1
    grace, named = house.strangers.name(1, name="Grace")
    assert named == 5
    assert house.gallery.match(photo(5, 9, noise=0.5))[0].person.id == grace.id


def test_person_who_was_added_by_a_name_goes_with_it(house):
    house.meet(5)
    house.strangers.name(1, name="Ada")
    house.strangers.unname(1)
    assert house.store.people.count() == 0
    assert house.gallery.match(photo(5, 9, noise=0.5)) == ()


def test_what_was_said_singly_since_then_outlasts_the_undo(house):
    grace = house.register.add("Grace").id
    first, second = house.meet(5, 0), house.meet(5, 1)
    house.strangers.name(1, name="Ada")
    house.store.namings.name_sighting(second, grace, None)
    assert house.strangers.unname(1).times == 1
    assert house.strangers.strangers.numbers == {first: 1}
    assert house.store.sightings.get(second).person == grace


def test_ignored_stranger_whose_name_is_taken_back_is_ignored_again(house, again):
    house.meet(5)
    house.strangers.ignore(1)
    house.strangers.name(1, name="Ada")
    assert house.strangers.unname(1).ignored
    assert again().strangers.strangers.recognise(direction(5)).ignored


def test_name_can_be_taken_back_once_and_not_after_a_restart_or_many_others(house, again):
    house.meet(5)
    house.strangers.name(1, name="Ada")
    house.strangers.unname(1)
    with pytest.raises(StoreError, match="name of stranger 1 cannot be taken back"):
        house.strangers.unname(1)
    for seed in range(6, 22):
        house.meet(seed)
        house.strangers.name(seed - 4, name="Ada")
    house.meet(30)
    house.strangers.name(18, name="Ada")
    with pytest.raises(StoreError, match="name of stranger 2 cannot"):
        house.strangers.unname(2)
    assert house.strangers.unname(3).times == 1
    with pytest.raises(StoreError, match="name of stranger 18 cannot"):
        again().strangers.unname(18)


def test_undo_that_the_disk_refuses_changes_nothing_and_can_be_asked_for_again(house, monkeypatch):
    def refuse(*_):
        raise StoreError("the disk is full") from OSError()

    house.meet(5)
    house.strangers.name(1, name="Ada")
    with monkeypatch.context() as full:
        full.setattr(house.store.namings, "unname_stranger", refuse)
        with pytest.raises(StoreError, match="full"):
            house.strangers.unname(1)
    assert len(house.strangers.strangers) == 0
    assert house.gallery.match(photo(5, 9, noise=0.5))[0].person.name == "Ada"
    assert house.strangers.unname(1).times == 1


def test_nothing_of_an_erased_person_is_kept_for_an_undo(house):
    house.meet(5)
    ada, _ = house.strangers.name(1, name="Ada")
    house.register.erase(ada.id, "tests")
    with pytest.raises(StoreError, match="cannot be taken back"):
        house.strangers.unname(1)


def test_nobody_is_added_for_a_stranger_who_is_not_there(house):
    with pytest.raises(StoreError, match="no stranger 9"):
        house.strangers.name(9, name="Ada")
    assert house.store.people.count() == 0


def test_stay_that_ends_after_it_was_named_founds_no_stranger(house):
    sighting = house.meet(5)
    house.strangers.name(1, name="Ada")
    house.strangers.add(Encounter(sighting, 9.0, photo(5, 1, noise=0.5), 1.5))
    assert (len(house.strangers.strangers), house.store.strangers.count()) == (0, 0)


def test_stay_that_turns_out_to_be_known_is_no_stranger_s_any_more(house):
    sighting = house.meet(5)
    ada = house.register.add("Ada").id
    house.store.sightings.update(Sighting("door", 1, 1, 9, person=ada, name="Ada", id=sighting))
    house.strangers.withdraw(sighting)
    assert (house.of(sighting), len(house.strangers.strangers), house.store.strangers.count()) == (None, 0, 0)


def test_merged_strangers_are_one_for_past_and_future(house, again):
    first, second = house.meet(5), house.meet(6)
    assert house.strangers.merge(1, 2).times == 2
    assert (house.of(first), house.of(second)) == (1, 1)
    assert again().of(house.meet(6, 1)) == 1


def test_wrong_merge_is_taken_back_wholly_and_holds(house, again):
    first, second, third = house.meet(5), house.meet(6), house.meet(6, 1)
    house.strangers.ignore(2)
    assert house.strangers.merge(1, 2).ignored
    late = house.meet(6, 2)
    duplicate = house.strangers.unmerge(1, 2)
    assert (duplicate.id, duplicate.times, duplicate.ignored) == (2, 3, True)
    assert [house.of(one) for one in (first, second, third, late)] == [1, 2, 2, 2]
    house = again()
    assert not house.store.strangers.get(1).ignored
    assert [house.of(house.meet(seed, 3)) for seed in (5, 6)] == [1, 2]


def test_sightings_that_are_not_remembered_come_back_too_when_a_merge_is_taken_back(house):
    house.meet(5)
    past = [house.meet(6, shot) for shot in range(20)]
    assert len(house.strangers.strangers) < len(past)
    house.strangers.merge(1, 2)
    assert house.strangers.unmerge(1, 2).times == 20
    assert {house.of(one) for one in past} == {2}


def test_what_was_said_singly_since_a_merge_outlasts_its_undo(house):
    grace = house.register.add("Grace").id
    house.meet(5)
    second, third, fourth = (house.meet(6, shot) for shot in range(3))
    house.strangers.merge(1, 2)
    house.strangers.separate(second)
    house.store.namings.name_sighting(third, grace, None)
    house.strangers.withdraw(third)
    assert house.strangers.unmerge(1, 2).times == 1
    assert [house.of(one) for one in (second, third, fourth)] == [3, None, 2]
    assert house.store.sightings.get(third).person == grace


def test_merge_and_name_are_taken_back_one_after_the_other(house):
    first, second = house.meet(5), house.meet(6)
    house.strangers.merge(1, 2)
    house.strangers.name(1, name="Ada")
    with pytest.raises(StoreError, match="has a name"):
        house.strangers.unmerge(1, 2)
    house.strangers.unname(1)
    house.strangers.unmerge(1, 2)
    assert (house.of(first), house.of(second)) == (1, 2)


def test_merges_of_three_are_taken_back_in_turn(house):
    met = [house.meet(seed) for seed in (5, 6, 7)]
    house.strangers.merge(2, 3)
    house.strangers.merge(1, 2)
    with pytest.raises(StoreError, match="no stranger 2"):
        house.strangers.unmerge(2, 3)
    house.strangers.unmerge(1, 2)
    house.strangers.unmerge(2, 3)
    assert [house.of(one) for one in met] == [1, 2, 3]


def test_merge_can_be_taken_back_once_and_not_after_a_restart(house, again):
    for seed in (5, 6, 7):
        house.meet(seed)
    house.strangers.merge(1, 2)
    house.strangers.merge(1, 3)
    with pytest.raises(StoreError, match="strangers 3 and 2 are one cannot be taken back"):
        house.strangers.unmerge(3, 2)
    house.strangers.unmerge(1, 2)
    with pytest.raises(StoreError, match="strangers 1 and 2 are one cannot be taken back"):
        house.strangers.unmerge(1, 2)
    with pytest.raises(StoreError, match="cannot be taken back"):
        again().strangers.unmerge(1, 3)


def test_undo_of_a_merge_that_the_disk_refuses_changes_nothing(house, monkeypatch):
    def refuse(*_):
        raise StoreError("the disk is full") from OSError()

    house.meet(5)
    second = house.meet(6)
    house.strangers.merge(1, 2)
    with monkeypatch.context() as full:
        full.setattr(house.store.strangers, "part", refuse)
        with pytest.raises(StoreError, match="full"):
            house.strangers.unmerge(1, 2)
    assert (house.of(second), house.strangers.strangers.numbers[second]) == (1, 1)
    assert house.strangers.unmerge(1, 2).times == 1


def test_nothing_of_who_was_erased_is_kept_for_the_undo_of_a_merge(house):
    house.meet(5)
    house.meet(6)
    house.strangers.merge(1, 2)
    house.strangers.erase(1, "tests")
    with pytest.raises(StoreError, match="cannot be taken back"):
        house.strangers.unmerge(1, 2)


@pytest.mark.parametrize(("number", "duplicate"), [(1, 1), (1, 9), (9, 1)])
def test_merging_with_oneself_or_nobody_changes_nothing(house, number, duplicate):
    house.meet(5)
    with pytest.raises(StoreError):
        house.strangers.merge(number, duplicate)
    assert house.strangers.strangers.recognise(direction(5)).number == 1


def test_separated_sighting_stays_apart_over_a_restart(house, again):
    first, second = house.meet(5, 0), house.meet(5, 1)
    house.strangers.separate(second)
    assert (house.of(first), house.of(second)) == (1, 2)
    house = again()
    for shot in range(2, 6):
        house.meet(5, shot)
    assert [one.number for one in house.strangers.strangers.all] == [1, 2]


def test_only_sighting_of_a_stranger_cannot_be_somebody_else_s(house):
    sighting = house.meet(5)
    with pytest.raises(StoreError, match="not one of several"):
        house.strangers.separate(sighting)


def test_ignored_stranger_stays_ignored_over_restart_and_retention(house, again):
    house.meet(5)
    house.meet(6)
    assert house.strangers.ignore(1).ignored
    house.strangers.forget_before(DAY)
    house = again()
    known = house.strangers.strangers.recognise(direction(5))
    assert known is not None
    assert known.ignored
    assert house.strangers.strangers.recognise(direction(6)) is None
    assert not house.strangers.heed(1).ignored


def test_erased_stranger_leaves_nothing_and_whoever_follows_hears_of_it(house, again):
    house.meet(5)
    house.strangers.ignore(1)
    left = []
    house.strangers.when_erased(lambda: left.append(house.store.sightings.count()))
    house.strangers.erase(1, "tests")
    assert left == [0]
    assert len(house.strangers.strangers) == 0
    house = again()
    assert (house.store.sightings.count(), len(house.strangers.strangers)) == (0, 0)
    assert house.store.strangers.encounters() == frozenset()


def test_erased_person_leaves_nothing_of_a_life_as_a_stranger(house):
    house.meet(5)
    person, _ = house.strangers.name(1, name="Ada")
    house.register.erase(person.id, "tests")
    assert house.store.sightings.count() == 0
    assert len(house.strangers.strangers) == 0


def test_what_the_disk_refuses_leaves_everything_as_it_was(house, monkeypatch):
    first, second = house.meet(5), house.meet(6)

    def refuse(*_):
        raise StoreError("the disk is full") from OSError()

    with monkeypatch.context() as full:
        full.setattr(house.store.strangers, "write", refuse)
        full.setattr(house.store.namings, "name_stranger", refuse)
        for operation in (
            lambda: house.strangers.merge(1, 2),
            lambda: house.strangers.name(1, name="Ada"),
            lambda: house.strangers.ignore(1),
        ):
            with pytest.raises(StoreError, match="full"):
                operation()
    assert [(one.number, one.ignored) for one in house.strangers.strangers.all] == [(1, False), (2, False)]
    assert (house.of(first), house.of(second)) == (1, 2)


def test_stay_that_could_not_be_written_is_written_with_the_next_one(house, again, monkeypatch):
    def refuse(*_):
        raise StoreError("the disk is full") from OSError()

    with monkeypatch.context() as full:
        full.setattr(house.store.strangers, "write", refuse)
        with pytest.raises(StoreError):
            house.meet(5)
    house.meet(6)
    house = again()
    assert house.strangers.strangers.numbers == {1: 1, 2: 2}
    assert house.of(1) == 1
