from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.faces import face, track
from rollcall.config import IdentitySettings
from rollcall.identity import Decision, Metric, Presence, Reason, State, StayChange, StayEvent

ADA = ("p1", "Ada")
STRANGER = (None, None)


@pytest.fixture
def presence() -> Presence:
    return Presence(IdentitySettings(), Metric.COSINE)


def decision(number: int, who: tuple[str | None, str | None] = STRANGER, score: float = 0.6) -> Decision:
    state = State.KNOWN if who[0] else State.UNKNOWN
    reason = Reason.RECOGNISED if who[0] else Reason.BELOW_THRESHOLD
    return Decision(number, state, reason, "", person=who[0], name=who[1], score=score)


def see(
    presence: Presence, time: float, number: int, who: tuple[str | None, str | None] = STRANGER
) -> tuple[StayChange, ...]:
    return presence.follow(time, [track(number, time, face())], [decision(number, who)])


def frames(seconds: float, rate: float = 10.0, start: float = 0.0) -> Iterator[float]:
    return (start + step / rate for step in range(round(seconds * rate)))


def events(changes: list[StayChange]) -> list[StayEvent]:
    return [change.event for change in changes]


@pytest.mark.parametrize("who", [ADA, STRANGER])
def test_a_stander_with_dropouts_enters_once_and_leaves_once(
    presence: Presence, who: tuple[str | None, str | None]
) -> None:
    changes: list[StayChange] = []
    for step, time in enumerate(frames(60)):
        failed, dropout = step % 60 == 59, step % 100 in (40, 41, 42)
        changes += presence.wait(time) if failed or dropout else see(presence, time, 1, who)
    changes += presence.wait(120.0)
    assert events(changes) == [StayEvent.ENTERED, StayEvent.LEFT]
    assert changes[-1].stay.end - changes[-1].stay.start == pytest.approx(60, abs=0.5)


def test_a_short_exit_is_no_exit(presence: Presence) -> None:
    changes = [change for time in (0.0, 0.5, 1.0, 8.0, 9.0) for change in see(presence, time, 1)]
    assert events(changes) == [StayEvent.ENTERED]


def test_a_long_absence_ends_the_stay_when_it_was_last_seen(presence: Presence) -> None:
    for time in frames(3):
        see(presence, time, 1, ADA)
    (left,) = presence.wait(20.0)
    assert (left.event, left.stay.name) == (StayEvent.LEFT, "Ada")
    assert left.stay.end == pytest.approx(2.9)
    assert presence.stays == ()


def test_a_stay_goes_on_under_a_new_track_number_when_the_person_is_recognised(presence: Presence) -> None:
    changes = [change for time in frames(3) for change in see(presence, time, 1, ADA)]
    changes += [change for time in frames(3, start=7.0) for change in see(presence, time, 2, ADA)]
    assert events(changes) == [StayEvent.ENTERED]
    assert (presence.stays[0].track, presence.stays[0].newest_track) == (1, 2)


def test_a_new_track_that_is_named_before_it_enters_goes_on_with_the_stay_of_that_person(presence: Presence) -> None:
    changes = [change for time in frames(1) for change in see(presence, time, 1, ADA)]
    changes += see(presence, 3.0, 2)
    changes += [change for time in frames(1, start=3.1) for change in see(presence, time, 2, ADA)]
    assert events(changes) == [StayEvent.ENTERED]
    assert [(stay.track, stay.newest_track) for stay in presence.stays] == [(1, 2)]


def test_a_stranger_who_turns_out_to_be_somebody_present_is_joined_to_that_stay(presence: Presence) -> None:
    changes = [change for time in frames(3) for change in see(presence, time, 1, ADA)]
    changes += [change for time in frames(2, start=5.0) for change in see(presence, time, 2)]
    changes += see(presence, 7.0, 2, ADA)
    assert events(changes) == [StayEvent.ENTERED, StayEvent.ENTERED, StayEvent.JOINED]
    assert (changes[-1].stay.track, changes[-1].into) == (2, changes[0].stay.number)
    assert [stay.end for stay in presence.stays] == [7.0]


def test_a_stranger_whose_tracks_turn_out_to_be_one_stays_once(presence: Presence) -> None:
    changes = [change for time in frames(2) for change in see(presence, time, 1)]
    changes += [change for time in frames(2, start=4.0) for change in see(presence, time, 2)]
    changes += presence.follow(6.0, [track(1, 6.0, face())], [decision(1)], joined={2: 1})
    assert events(changes) == [StayEvent.ENTERED, StayEvent.ENTERED, StayEvent.JOINED]
    assert [(stay.track, stay.start, stay.end) for stay in presence.stays] == [(1, 0.0, 6.0)]


def test_a_mistake_of_the_detector_never_enters(presence: Presence) -> None:
    changes = [*see(presence, 0.0, 1), *see(presence, 0.1, 1), *presence.wait(30.0)]
    assert changes == []


def test_somebody_known_enters_at_once(presence: Presence) -> None:
    assert events(list(see(presence, 0.0, 1, ADA))) == [StayEvent.ENTERED]


def test_a_stranger_who_gets_a_name_is_told_once(presence: Presence) -> None:
    changes = [change for time in frames(2) for change in see(presence, time, 1)]
    changes += [change for time in frames(2, start=2.0) for change in see(presence, time, 1, ADA)]
    assert events(changes) == [StayEvent.ENTERED, StayEvent.NAMED]
    assert changes[-1].stay.name == "Ada"


def test_a_wrong_name_is_revised(presence: Presence) -> None:
    changes = [change for time in frames(2) for change in see(presence, time, 1, ADA)]
    changes += see(presence, 2.0, 1, ("p2", "Grace"))
    assert [change.stay.name for change in changes] == ["Ada", "Grace"]


def test_a_decision_that_is_not_yet_sure_takes_no_name_away(presence: Presence) -> None:
    see(presence, 0.0, 1, ADA)
    unsure = Decision(1, State.GATHERING, Reason.LITTLE_EVIDENCE, "")
    assert presence.follow(0.5, [track(1, 0.5, face())], [unsure]) == ()
    assert presence.stays[0].name == "Ada"


def test_a_track_that_became_somebody_else_goes_on_as_a_stay_of_its_own(presence: Presence) -> None:
    changes = [change for time in frames(2) for change in see(presence, time, 1, ADA)]
    parted = Decision(1, State.GATHERING, Reason.CONTRADICTED, "", contradicted=True)
    changes += presence.follow(2.0, [track(1, 2.0, face())], [parted])
    changes += see(presence, 2.1, 2, ("p2", "Grace"))
    changes += presence.wait(12.2)
    assert [(change.event, change.stay.name) for change in changes] == [
        (StayEvent.ENTERED, "Ada"),
        (StayEvent.ENTERED, "Grace"),
        (StayEvent.LEFT, "Ada"),
        (StayEvent.LEFT, "Grace"),
    ]
    assert changes[2].stay.end < 2.0


def test_the_best_face_of_the_stay_is_kept(presence: Presence) -> None:
    shots = [(0.0, 0.3), (0.6, 0.3), (1.0, 0.8), (2.0, 0.5)]
    seen = {time: face(weight=weight) for time, weight in shots}
    changes = [
        change
        for time, shown in seen.items()
        for change in presence.follow(time, [track(1, time, shown)], [decision(1)])
    ]
    assert events(changes) == [StayEvent.ENTERED, StayEvent.BETTER_FACE]
    assert presence.stays[0].face is seen[1.0]


@pytest.mark.parametrize(("metric", "best"), [(Metric.COSINE, 0.8), (Metric.EUCLIDEAN, 0.4)])
def test_the_best_score_of_the_stay_is_kept(metric: Metric, best: float) -> None:
    presence = Presence(IdentitySettings(), metric)
    for time, score in enumerate((0.5, 0.8, 0.4)):
        presence.follow(time, [track(1, time, face())], [decision(1, ADA, score)])
    assert presence.stays[0].score == best


def test_two_people_side_by_side_are_two_stays(presence: Presence) -> None:
    for time in frames(2):
        tracks = [track(number, time, face()) for number in (1, 2)]
        presence.follow(time, tracks, [decision(1, ADA), decision(2)])
    assert [stay.name for stay in presence.stays] == ["Ada", None]


def test_everybody_leaves_when_nobody_watches_any_more(presence: Presence) -> None:
    see(presence, 0.0, 1, ADA)
    see(presence, 0.0, 2)
    assert events(list(presence.end())) == [StayEvent.LEFT]


def test_nobody_is_taken_for_whoever_was_there_before_a_pause(presence: Presence) -> None:
    changes = [change for time in (0.0, 1.0, 61.0, 62.0) for change in see(presence, time, 1)]
    assert events(changes) == [StayEvent.ENTERED, StayEvent.LEFT, StayEvent.ENTERED]
    assert (changes[1].stay.start, changes[1].stay.end) == (0.0, 1.0)


def test_who_left_before_the_clock_was_set_back_is_not_waited_for_until_then(presence: Presence) -> None:
    for time in (7200.0, 7201.0):
        see(presence, time, 1, ADA)
    assert presence.wait(3602.0) == ()
    (left,) = presence.wait(3612.5)
    assert (left.event, left.stay.end - left.stay.start) == (StayEvent.LEFT, 1.0)
    assert left.stay.end <= 3602.0


def test_a_frame_a_little_older_than_the_clock_moves_nothing(presence: Presence) -> None:
    see(presence, 100.0, 1, ADA)
    presence.wait(102.0)
    see(presence, 100.5, 1, ADA)
    assert [(stay.start, stay.end) for stay in presence.stays] == [(100.0, 100.5)]


@given(
    st.lists(st.tuples(st.floats(-1e4, 1e4), st.integers(1, 3), st.sampled_from([ADA, STRANGER, None])), max_size=30)
)
def test_whatever_the_clock_does_stays_begin_before_they_end(
    steps: list[tuple[float, int, tuple[str | None, str | None] | None]],
) -> None:
    presence, inside, time = Presence(IdentitySettings(enter_seconds=0), Metric.COSINE), set(), 1e6
    for step, number, who in steps:
        time += step
        for change in presence.wait(time) if who is None else see(presence, time, number, who):
            assert change.stay.start <= change.stay.end
            assert (change.event is StayEvent.ENTERED) == (change.stay.number not in inside)
            inside.add(change.stay.number)
            if change.event in (StayEvent.LEFT, StayEvent.JOINED):
                inside.remove(change.stay.number)
    assert {stay.number for stay in presence.stays} == inside
    assert all(stay.end <= time + 5.0 for stay in presence.stays)


def test_five_thousand_strangers_leave_nothing_behind(presence: Presence) -> None:
    for number in range(5000):
        for time in frames(1, start=number * 20.0):
            see(presence, time, number)
    assert len(presence.stays) <= 1


def test_a_changed_absence_holds_for_stays_that_are_open(presence: Presence) -> None:
    see(presence, 0.0, 1, ADA)
    presence.adjust(IdentitySettings(absence_seconds=60))
    assert presence.wait(59.0) == ()
    presence.adjust(IdentitySettings(absence_seconds=5))
    assert events([*presence.wait(59.0)]) == [StayEvent.LEFT]
