from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.faces import direction, photo
from rollcall.identity import Encounter, Metric, Strangers

THRESHOLD = 0.45
DAY = 86_400.0


@pytest.fixture
def strangers() -> Strangers:
    return Strangers(Metric.COSINE, THRESHOLD)


def meet(
    strangers: Strangers, number: int, seed: int, shot: int = 0, *, time: float | None = None, evidence: float = 1.5
) -> int | None:
    """Add an encounter ``number`` with the person ``seed``; return the stranger that it was put to."""
    vector = photo(seed, shot, noise=0.5)
    changes = strangers.add(Encounter(number, number * 60.0 if time is None else time, vector, evidence))
    return {change.encounter: change.after for change in changes}.get(number)


def number_of(strangers: Strangers, seed: int) -> int | None:
    known = strangers.recognise(direction(seed))
    return known.number if known else None


def test_the_same_stranger_is_the_same_stranger_tomorrow(strangers: Strangers) -> None:
    first = meet(strangers, 1, seed=5, shot=0, time=0.0)
    again = meet(strangers, 2, seed=5, shot=1, time=DAY)
    assert first == again == 1
    stranger = strangers.stranger(1)
    assert stranger is not None
    assert (stranger.encounters, stranger.first_seen, stranger.last_seen) == ((1, 2), 0.0, DAY)


def test_different_strangers_have_different_numbers(strangers: Strangers) -> None:
    assert [meet(strangers, number, seed=number) for number in (1, 2, 3)] == [1, 2, 3]


def test_a_poor_encounter_founds_nobody_until_more_of_them_agree(strangers: Strangers) -> None:
    assert meet(strangers, 1, seed=5, shot=0, evidence=0.4) is None
    assert meet(strangers, 2, seed=5, shot=1, evidence=0.4) is None
    assert meet(strangers, 3, seed=5, shot=2, evidence=0.4) == 1
    stranger = strangers.stranger(1)
    assert stranger is not None
    assert stranger.encounters == (1, 2, 3)


def test_a_stranger_is_known_while_he_is_still_there(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    assert number_of(strangers, 5) == 1
    assert number_of(strangers, 6) is None


def test_naming_gives_the_gallery_the_best_likenesses_and_forgets_the_stranger(strangers: Strangers) -> None:
    for shot in range(8):
        meet(strangers, shot, seed=5, shot=shot, evidence=1 + shot)
    likenesses = strangers.name(1).likenesses
    assert [one.id for one in likenesses] == [7, 6, 5, 4, 3]
    assert all(one.vector @ direction(5) > 0.8 for one in likenesses)
    assert np.allclose(likenesses[0].vector, photo(5, 7, noise=0.5), atol=1e-6)
    assert (number_of(strangers, 5), len(strangers)) == (None, 0)


def test_name_taken_back_brings_the_stranger_back_with_all_that_was_said(strangers: Strangers) -> None:
    for shot in range(8):
        meet(strangers, shot + 1, seed=5, shot=shot)
    strangers.separate(8)
    strangers.ignore(1)
    before = strangers.state
    strangers.unname(strangers.name(1))
    after = strangers.state
    assert number_of(strangers, 5) in (1, 2)
    assert {(one.id, one.stranger) for one in after.encounters} == {(one.id, one.stranger) for one in before.encounters}
    assert (after.ignored, after.apart, after.next_number) == (before.ignored, before.apart, before.next_number)


def test_encounter_that_is_somebody_else_s_by_now_stays_there(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5, shot=0)
    meet(strangers, 2, seed=5, shot=1)
    former = strangers.name(1)
    assert meet(strangers, 2, seed=6) == 2
    strangers.unname(former)
    assert strangers.numbers == {1: 1, 2: 2}


def test_a_number_is_never_given_twice(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    strangers.name(1)
    assert meet(strangers, 2, seed=6) == 2


def test_merging_relabels_the_past_and_holds_for_the_future(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    meet(strangers, 2, seed=6)
    merged = strangers.merge(2, into=1)
    assert (merged.kept.number, merged.duplicate.number) == (1, 2)
    assert strangers.numbers == {1: 1, 2: 1}
    assert strangers.stranger(2) is None
    assert meet(strangers, 3, seed=6, shot=1) == 1


def test_merging_taken_back_brings_both_back_with_all_that_was_said(strangers: Strangers) -> None:
    for encounter, seed in enumerate((5, 6, 7, 6), start=1):
        meet(strangers, encounter, seed, shot=encounter)
    strangers.separate(4)
    strangers.ignore(2)
    before = strangers.state
    strangers.unmerge(strangers.merge(2, into=1))
    after = strangers.state
    assert {(one.id, one.stranger) for one in after.encounters} == {(one.id, one.stranger) for one in before.encounters}
    assert after.ignored == {2}
    assert after.apart == {*before.apart, frozenset((1, 2))}
    assert meet(strangers, 9, seed=7, shot=9) == 3


def test_who_came_since_the_merging_goes_to_the_one_it_looks_more_like(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    meet(strangers, 2, seed=6)
    merged = strangers.merge(2, into=1)
    for encounter, seed in ((3, 6), (4, 5)):
        assert meet(strangers, encounter, seed, shot=1) == 1
    strangers.unmerge(merged)
    assert strangers.numbers == {1: 1, 2: 2, 3: 2, 4: 1}


def test_who_looks_like_neither_of_two_stays_with_the_one_who_was_kept(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    meet(strangers, 2, seed=6)
    meet(strangers, 3, seed=7)
    merged = strangers.merge(2, into=1)
    strangers.merge(3, into=1)
    strangers.unmerge(merged)
    assert strangers.numbers == {1: 1, 2: 2, 3: 1}


def test_what_was_said_since_the_merging_outlasts_its_being_taken_back(strangers: Strangers) -> None:
    for encounter, seed in enumerate((5, 6, 6), start=1):
        meet(strangers, encounter, seed, shot=encounter)
    merged = strangers.merge(2, into=1)
    strangers.separate(3)
    strangers.ignore(1)
    strangers.unmerge(merged)
    assert strangers.numbers == {1: 1, 2: 2, 3: 3}
    assert strangers.state.ignored == {1}


def test_face_that_merging_left_no_room_for_is_remembered_once_it_is_taken_back(strangers: Strangers) -> None:
    meet(strangers, 1, seed=6, evidence=1.0)
    for encounter in range(2, 18):
        meet(strangers, encounter, seed=5, shot=encounter)
    merged = strangers.merge(1, into=2)
    assert 1 not in strangers.numbers
    strangers.unmerge(merged)
    assert number_of(strangers, 6) == 1


def test_not_this_person_makes_two_of_one_and_keeps_them_apart(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5, shot=0)
    meet(strangers, 2, seed=5, shot=1)
    (change,) = strangers.separate(2)
    assert (change.before, change.after) == (1, 2)
    for encounter in range(3, 8):
        meet(strangers, encounter, seed=5, shot=encounter)
    assert {stranger.number for stranger in strangers.all} == {1, 2}


def test_merging_takes_back_what_was_kept_apart(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5, shot=0)
    meet(strangers, 2, seed=5, shot=1)
    strangers.separate(2)
    strangers.merge(2, into=1)
    meet(strangers, 3, seed=5, shot=2)
    assert [stranger.encounters for stranger in strangers.all] == [(1, 2, 3)]


def test_an_ignored_face_stays_ignored_through_merging_and_retention(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    meet(strangers, 2, seed=6)
    strangers.ignore(2)
    strangers.merge(2, into=1)
    strangers.forget_before(time=DAY)
    known = strangers.recognise(direction(5))
    assert known is not None
    assert known.ignored


def test_a_stay_that_goes_on_is_one_encounter_and_keeps_its_stranger(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5, shot=0)
    meet(strangers, 2, seed=6, shot=0)
    assert meet(strangers, 1, seed=5, shot=1, time=DAY) is None  # nothing has changed
    assert (strangers.numbers, len(strangers)) == ({1: 1, 2: 2}, 2)
    kept = strangers.encounter(1)
    assert kept is not None
    assert (kept.time, kept.stranger) == (DAY, 1)


def test_lookalikes_come_first(strangers: Strangers) -> None:
    for number, vector in enumerate((direction(5), direction(6), direction(5) + direction(7) * np.float32(2)), start=1):
        strangers.add(Encounter(number, 0.0, vector, 1.5))
    assert strangers.alike(1, limit=2) == (3, 2)
    assert strangers.alike(99, limit=2) == ()


def test_every_change_can_be_noticed(strangers: Strangers) -> None:
    seen = {strangers.revision}
    for change in (
        lambda: meet(strangers, 1, seed=5),
        lambda: strangers.ignore(1),
        lambda: strangers.heed(1),
        lambda: strangers.separate(1),
        lambda: strangers.forget_before(DAY),
    ):
        change()
        seen.add(strangers.revision)
    assert len(seen) == 6


def test_ignoring_can_be_taken_back(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    strangers.ignore(1)
    strangers.heed(1)
    stranger = strangers.stranger(1)
    assert stranger is not None
    assert not stranger.ignored


def test_two_groups_grow_together_when_encounters_between_them_show_they_are_one(strangers: Strangers) -> None:
    # Two views of one person that are too unlike each other, and one that is like both.
    left, right = direction(5), direction(5) * np.float32(0.48) + direction(6) * np.float32(0.88)
    strangers.add(Encounter(1, 0.0, left, 1.5))
    strangers.add(Encounter(2, 1.0, right, 1.5))
    assert [stranger.number for stranger in strangers.all] == [1, 2]
    between = left + right
    for encounter in range(3, 9):
        strangers.add(Encounter(encounter, 2.0, between, 1.5))
    assert [stranger.number for stranger in strangers.all] == [1]


def test_retention_forgets_old_strangers_and_leaves_the_newer_ones(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5, time=0.0)
    meet(strangers, 2, seed=6, time=DAY)
    strangers.forget_before(DAY / 2)
    assert (number_of(strangers, 5), number_of(strangers, 6)) == (None, 2)


def test_nothing_of_an_erased_encounter_stays(strangers: Strangers) -> None:
    meet(strangers, 1, seed=5)
    strangers.ignore(1)
    strangers.erase([1])
    assert len(strangers) == 0
    assert strangers.state.ignored == frozenset()


def test_everything_is_as_before_after_a_restart(strangers: Strangers) -> None:
    for encounter, seed in enumerate((5, 6, 7, 5)):
        meet(strangers, encounter, seed, shot=encounter)
    strangers.ignore(2)
    strangers.separate(3)
    again = Strangers(Metric.COSINE, THRESHOLD, state=strangers.state)
    assert again.all == strangers.all
    assert meet(again, 9, seed=99) == meet(strangers, 9, seed=99)


def test_a_daily_visitor_does_not_grow_without_end(strangers: Strangers) -> None:
    for encounter in range(100):
        meet(strangers, encounter, seed=5, shot=encounter)
    assert len(strangers) <= 16
    assert [stranger.number for stranger in strangers.all] == [1]


def test_five_thousand_strangers_keep_memory_flat() -> None:
    strangers = Strangers(Metric.COSINE, THRESHOLD, most=1000)
    for encounter in range(5000):
        meet(strangers, encounter, seed=encounter)
        assert len(strangers) <= 1000
    assert number_of(strangers, 4999) == 5000


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0.1, 2.0)), max_size=25))
def test_people_far_apart_never_share_a_number_whatever_the_order(met: list[tuple[int, float]]) -> None:
    strangers = Strangers(Metric.COSINE, THRESHOLD)
    for encounter, (seed, evidence) in enumerate(met):
        meet(strangers, encounter, seed, shot=encounter, evidence=evidence)
    for stranger in strangers.all:
        assert len({met[encounter][0] for encounter in stranger.encounters}) == 1
    for seed in {seed for seed, _ in met}:
        total = sum(evidence for one, evidence in met if one == seed)
        assert (number_of(strangers, seed) is not None) or total < 1.001
