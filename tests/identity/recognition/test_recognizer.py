from __future__ import annotations

import re

import numpy as np
import pytest

from identity.faces import SIZE, Proposed, direction, face, person, photo, track
from rollcall.config import IdentitySettings
from rollcall.identity import Decision, Encounter, Gallery, Metric, Reason, Recognizer, State, Strangers
from rollcall.model import Face, Person

THRESHOLD = 0.45


@pytest.fixture
def gallery() -> Gallery:
    return Gallery([person(1, "김철수"), person(2, "Ada")])


@pytest.fixture
def recognizer(gallery: Gallery) -> Recognizer:
    return Recognizer(gallery, IdentitySettings(), THRESHOLD)


def decide(recognizer: Recognizer, time: float, number: int, seen: Face) -> Decision:
    return recognizer.decide(time, [track(number, time, seen)])[0]


def test_one_excellent_face_is_enough_for_a_name(recognizer: Recognizer) -> None:
    decision = decide(recognizer, 0.0, 7, face(photo(1), weight=0.9))
    assert (decision.track, decision.state, decision.person, decision.name) == (7, State.KNOWN, "p1", "김철수")
    assert decision.reason is Reason.RECOGNISED
    assert (decision.score or 0) > THRESHOLD > (decision.runner_up or 1)


def test_a_fair_face_is_enough_only_with_more_of_them_over_time(recognizer: Recognizer) -> None:
    assert decide(recognizer, 0.0, 7, face(photo(1, 0), weight=0.35)).reason is Reason.LITTLE_EVIDENCE
    assert decide(recognizer, 2.0, 7, face(photo(1, 1), weight=0.35)).name == "김철수"


def test_a_stranger_is_unknown_and_the_reason_says_by_how_much(recognizer: Recognizer) -> None:
    decision = decide(recognizer, 0.0, 7, face(photo(50)))
    assert (decision.state, decision.person, decision.name) == (State.UNKNOWN, None, None)
    assert decision.reason is Reason.BELOW_THRESHOLD
    assert "best" in decision.words
    assert "of 0.41" in decision.words


def test_a_face_between_two_people_gets_neither_name(recognizer: Recognizer) -> None:
    decision = decide(recognizer, 0.0, 7, face(direction(1) + direction(2)))
    assert decision.reason is Reason.TWO_CANDIDATES
    assert decision.name is None
    assert "김철수" in decision.words
    assert "Ada" in decision.words


def test_nobody_enrolled_is_a_reason_of_its_own() -> None:
    recognizer = Recognizer(Gallery(), IdentitySettings(), THRESHOLD)
    assert decide(recognizer, 0.0, 7, face(photo(1))).reason is Reason.EMPTY_GALLERY


def test_a_face_too_small_to_be_told_says_so(recognizer: Recognizer) -> None:
    tiny = face(side=15)
    assert recognizer.wants(0.0, [Proposed()], [tiny]) == (False,)
    decision = decide(recognizer, 0.0, 7, tiny)
    assert decision.reason is Reason.TOO_SMALL
    assert decision.words == "too small: 15 px"
    assert decision.state is State.GATHERING


def test_a_name_stays_through_frames_without_an_embedding(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    assert decide(recognizer, 0.1, 7, face()).name == "김철수"


def test_one_bad_frame_with_anothers_face_changes_nothing(recognizer: Recognizer) -> None:
    for shot in range(3):
        decide(recognizer, shot * 1.0, 7, face(photo(1, shot)))
    assert decide(recognizer, 3.0, 7, face(photo(2))).name == "김철수"
    assert decide(recognizer, 4.0, 7, face(photo(1, 4))).name == "김철수"


def test_a_track_that_became_somebody_else_loses_its_name_and_is_told_so_once(recognizer: Recognizer) -> None:
    for shot in range(3):
        decide(recognizer, shot * 1.0, 7, face(photo(1, shot)))
    decide(recognizer, 3.0, 7, face(photo(2, 0)))
    decision = decide(recognizer, 4.0, 7, face(photo(2, 1)))
    assert (decision.reason, decision.name, decision.contradicted) == (Reason.CONTRADICTED, None, True)
    decision = decide(recognizer, 4.1, 7, face())
    assert (decision.reason, decision.name, decision.contradicted) == (Reason.CONTRADICTED, None, False)


def test_a_lost_name_does_not_come_back_by_a_face_that_is_only_a_little_like_it(recognizer: Recognizer) -> None:
    for time, seed in enumerate((1, 1, 2, 2)):
        decide(recognizer, time, 7, face(photo(seed, time)))
    decision = decide(recognizer, 4.1, 7, _a_little_like(1, 50, 0.35))
    assert (decision.name, decision.reason) == (None, Reason.CONTRADICTED)


def test_a_number_that_returns_to_its_first_owner_has_his_name_again(recognizer: Recognizer) -> None:
    for time, seed in enumerate((1, 1, 2, 2)):
        decide(recognizer, time, 7, face(photo(seed, time)))
    assert decide(recognizer, 5.0, 8, face(photo(2, 5))).name == "Ada"
    assert decide(recognizer, 20.0, 7, face(photo(1, 6))).name == "김철수"


def test_after_a_face_unlike_the_others_the_next_one_is_looked_at(recognizer: Recognizer) -> None:
    for shot in range(3):
        decide(recognizer, shot * 1.0, 7, face(photo(1, shot)))
    assert recognizer.wants(3.0, [Proposed(7)], [face()]) == (False,)
    decide(recognizer, 3.0, 7, face(photo(2)))
    assert recognizer.wants(3.5, [Proposed(7)], [face()]) == (True,)


def test_two_tracks_in_one_picture_are_not_one_person_and_the_better_one_wins(recognizer: Recognizer) -> None:
    good, poor = face(photo(1, 0, noise=0.3)), face(photo(1, 1, noise=1.2))
    winner, loser = recognizer.decide(0.0, [track(7, 0.0, good), track(8, 0.0, poor)])
    assert winner.name == "김철수"
    assert (loser.name, loser.reason) == (None, Reason.TAKEN)
    assert "track 7" in loser.words


def test_who_was_seen_beside_a_person_does_not_become_that_person_when_it_is_hidden(recognizer: Recognizer) -> None:
    good, poor = face(photo(1, 0, noise=0.3)), face(photo(1, 1, noise=1.2))
    recognizer.decide(0.0, [track(7, 0.0, good), track(8, 0.0, poor)])
    assert decide(recognizer, 0.1, 8, face()).reason is Reason.TAKEN


def test_a_new_person_is_named_on_a_running_track_without_a_restart(recognizer: Recognizer, gallery: Gallery) -> None:
    assert decide(recognizer, 0.0, 7, face(photo(3))).name is None
    gallery.put(person(3, "Grace"))
    assert decide(recognizer, 0.1, 7, face()).name == "Grace"


def test_an_erased_person_is_named_no_more_at_the_next_frame(recognizer: Recognizer, gallery: Gallery) -> None:
    assert decide(recognizer, 0.0, 7, face(photo(1))).name == "김철수"
    gallery.remove("p1")
    assert decide(recognizer, 0.1, 7, face()).name is None


def test_distances_serve_as_well_as_cosines() -> None:
    recognizer = Recognizer(Gallery([person(1, "A"), person(2, "B")], "euclidean"), IdentitySettings(), 1.05)
    known = decide(recognizer, 0.0, 1, face(photo(1)))
    stranger = decide(recognizer, 0.0, 2, face(photo(9)))
    assert known.name == "A"
    assert (known.score or 9) < 1.05 < (stranger.score or 0)
    assert stranger.reason is Reason.BELOW_THRESHOLD


def test_a_distance_is_told_as_what_may_not_be_exceeded() -> None:
    # "0.13 where 0.53 is needed" sounds as though something were lacking.
    recognizer = Recognizer(Gallery([person(1, "A")], "euclidean"), IdentitySettings(), 1.05)
    assert re.fullmatch(
        r"distance 0\.\d\d where at most 1\.\d\d is allowed", decide(recognizer, 0.0, 1, face(photo(1))).words
    )
    assert re.fullmatch(
        r"too far: best distance 1\.\d\d, at most 1\.\d\d, A", decide(recognizer, 0.0, 2, face(photo(9))).words
    )


def test_a_larger_gallery_asks_for_more_likeness_so_that_strangers_are_named_no_more_often() -> None:
    gallery = Gallery([person(seed) for seed in range(300)])
    recognizer = Recognizer(gallery, IdentitySettings(), THRESHOLD)
    assert "of 0.49" in decide(recognizer, 0.0, 1, face(photo(999))).words
    gallery.replace([person(1)])
    assert "of 0.41" in decide(recognizer, 0.1, 1, face()).words


def test_a_threshold_of_the_settings_holds_for_every_gallery(gallery: Gallery) -> None:
    recognizer = Recognizer(gallery, IdentitySettings(threshold=0.4), THRESHOLD)
    assert "of 0.40" in decide(recognizer, 0.0, 1, face(photo(999))).words


def test_a_threshold_of_the_settings_goes_before_the_packs(gallery: Gallery) -> None:
    strict = Recognizer(gallery, IdentitySettings(threshold=0.999), THRESHOLD)
    assert decide(strict, 0.0, 1, face(photo(1))).name is None


def test_five_thousand_strangers_leave_nothing_behind(recognizer: Recognizer) -> None:
    for number in range(5000):
        decide(recognizer, number * 1.0, number, face(photo(100 + number)))
    assert len(recognizer) <= IdentitySettings().forget_seconds + 1


def test_a_stranger_met_before_is_told_by_his_number_also_when_ignored(gallery: Gallery) -> None:
    strangers = Strangers(Metric.COSINE, THRESHOLD)
    strangers.add(Encounter(1, 0.0, photo(50, noise=0.3), 2.0))
    recognizer = Recognizer(gallery, IdentitySettings(), THRESHOLD, strangers)
    again, new, known = recognizer.decide(
        9.0, [track(number, 9.0, face(photo(seed, 1, noise=0.3))) for number, seed in ((7, 50), (8, 51), (9, 1))]
    )
    assert (again.stranger, new.stranger, known.stranger) == (1, None, None)
    strangers.ignore(1)
    assert decide(recognizer, 9.1, 7, face()).ignored


def test_somebody_who_was_here_a_moment_ago_is_known_again_more_easily(recognizer: Recognizer) -> None:
    poor = face(photo(1, 0, noise=2.0))
    assert decide(recognizer, 0.0, 7, poor).reason is Reason.BELOW_THRESHOLD
    decide(recognizer, 0.1, 8, face(photo(1, 1)))
    assert decide(recognizer, 3.0, 9, poor).name == "김철수"
    assert decide(recognizer, 60.0, 10, poor).reason is Reason.BELOW_THRESHOLD


def test_a_track_can_be_remembered_as_it_looked(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(50)))
    template = recognizer.template(7)
    assert template is not None
    assert float(template.vector @ photo(50)) > 0.99
    assert recognizer.template(8) is None


def test_a_face_of_no_track_is_embedded_and_a_known_one_is_left_alone(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    wanted = recognizer.wants(0.5, [Proposed(), Proposed(7), Proposed(7, doubtful=True)], [face(), face(), face()])
    assert wanted == (True, False, True)


def test_after_a_cut_every_face_is_looked_at_also_the_one_where_a_known_one_was(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    cut = [Proposed(7), Proposed(), Proposed()]
    assert recognizer.wants(0.1, cut, [face(), face(), face()]) == (True, True, True)
    assert recognizer.wants(0.1, cut[:2], [face(), face()]) == (False, True)


def test_after_a_cut_a_name_stays_only_with_a_face_like_the_one_before(recognizer: Recognizer) -> None:
    def cut_to(shown: int, time: float) -> Decision:
        decide(recognizer, time, shown, face(photo(1)))
        recognizer.wants(time + 0.1, [Proposed(shown), Proposed(), Proposed()], [face(), face(), face()])
        return decide(recognizer, time + 0.1, shown, face(photo(1 if shown == 7 else 50, 3), weight=0.2))

    assert cut_to(7, 0.0).name == "김철수"
    other = cut_to(8, 30.0)
    assert (other.name, other.reason, other.contradicted) == (None, Reason.CONTRADICTED, True)


def test_after_a_cut_a_face_too_small_to_compare_has_no_name(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    recognizer.wants(0.1, [Proposed(7), Proposed(), Proposed()], [face(side=15), face(), face()])
    stays = decide(recognizer, 0.1, 7, face(side=15))
    assert (stays.name, stays.words) == (None, "not confirmed since the scene changed")


def test_a_clearly_better_face_is_embedded(recognizer: Recognizer) -> None:
    for shot in range(3):
        decide(recognizer, shot * 0.5, 7, face(photo(9, shot), weight=0.4))
    assert recognizer.wants(2.0, [Proposed(7)], [face(weight=0.42)]) == (False,)
    assert recognizer.wants(2.0, [Proposed(7)], [face(weight=0.6)]) == (True,)


def test_a_track_that_nearly_has_a_name_is_looked_at_again_soon(recognizer: Recognizer) -> None:
    # As far from the person as a poor photo is: its cosine to the one enrolled lies just below the threshold.
    for shot in range(3):
        decision = decide(recognizer, shot * 0.2, 7, face(photo(1, 0, noise=2.2)))
    assert decision.reason is Reason.BELOW_THRESHOLD
    assert recognizer.wants(0.5, [Proposed(7)], [face()]) == (False,)
    assert recognizer.wants(0.8, [Proposed(7)], [face()]) == (True,)


def test_tracks_that_turn_out_to_be_one_share_their_evidence(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1), weight=0.9))
    decide(recognizer, 5.0, 8, face(photo(1, 2), weight=0.3))
    (decision,) = recognizer.decide(6.0, [track(7, 6.0, face())], joined={8: 7})
    assert (decision.name, decision.faces) == ("김철수", 2)
    assert recognizer.template(8) is None


def test_an_unnamed_track_is_embedded_six_times_in_its_first_minute(recognizer: Recognizer) -> None:
    embedded = 0
    for step in range(600):
        time = step * 0.1
        seen = face(weight=0.4)
        (wanted,) = recognizer.wants(time, [Proposed(7 if step else None)], [seen])
        embedded += wanted
        decide(recognizer, time, 7, face(photo(9, step), weight=0.4) if wanted else seen)
    assert embedded == 6


def test_two_in_one_picture_are_not_one_stranger(gallery: Gallery) -> None:
    strangers = Strangers(Metric.COSINE, THRESHOLD)
    strangers.add(Encounter(1, 0.0, photo(50, noise=0.3), 2.0))
    strangers.ignore(1)
    recognizer = Recognizer(gallery, IdentitySettings(), THRESHOLD, strangers)
    faces = [face(photo(50, shot, noise=0.3), weight=weight) for shot, weight in ((1, 0.6), (2, 0.9))]
    decisions = recognizer.decide(0.0, [track(number, 0.0, one) for number, one in enumerate(faces)])
    assert [(one.stranger, one.ignored) for one in decisions] == [(None, False), (1, True)]


def test_stranger_is_asked_for_anew_when_it_was_merged_or_that_is_taken_back(gallery: Gallery) -> None:
    strangers = Strangers(Metric.COSINE, THRESHOLD)
    for number in (1, 2):
        strangers.add(Encounter(number, 0.0, photo(50 + number, noise=0.3), 2.0))
    recognizer = Recognizer(gallery, IdentitySettings(), THRESHOLD, strangers)
    assert decide(recognizer, 0.0, 7, face(photo(52, noise=0.3))).stranger == 2
    merged = strangers.merge(2, into=1)
    assert decide(recognizer, 0.1, 7, face()).stranger == 1
    strangers.unmerge(merged)
    assert decide(recognizer, 0.2, 7, face()).stranger == 2


def test_a_stricter_threshold_acts_on_who_is_known_already(recognizer: Recognizer) -> None:
    seen = face(photo(1), weight=0.9)
    score = decide(recognizer, 0.0, 7, seen).score
    assert score is not None
    recognizer.follow(IdentitySettings(threshold=min(score + 0.1, 0.999), hold=0.0))
    later = decide(recognizer, 0.5, 7, face(None, weight=0.9))
    assert (later.name, later.reason) == (None, Reason.BELOW_THRESHOLD)
    recognizer.follow(IdentitySettings())
    assert decide(recognizer, 1.0, 7, face(None, weight=0.9)).name == "김철수"


def _a_little_like(one: int, other: int, likeness: float) -> Face:
    """Return the face of ``other`` with a cosine of some ``likeness`` to ``one``, as faces half outside may have."""
    away = float(np.sqrt(1 - likeness**2))
    seen: Face = face((likeness * direction(one) + away * direction(other)).astype(np.float32))
    return seen


def test_who_comes_back_as_a_known_track_has_its_name_only_when_the_face_confirms_it(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    back = decide(recognizer, 20.0, 7, face())
    assert (back.name, back.reason, back.words) == (None, Reason.NO_EVIDENCE, "not confirmed since the return")
    assert decide(recognizer, 20.2, 7, face(photo(1, 2))).name == "김철수"


def test_somebody_else_who_is_taken_for_a_known_track_never_has_its_name(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    # Too like to be told apart from a poor face of the first, too unlike to be taken for a good one.
    decisions = [decide(recognizer, 20.0 + 0.2 * shot, 7, _a_little_like(1, 50, 0.35)) for shot in range(2)]
    assert [decision.name for decision in decisions] == [None, None]
    assert decisions[1].contradicted


def test_the_first_faces_of_who_comes_back_are_taken_as_they_come(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1), weight=0.9))
    for shot in range(3):
        time = 20.0 + 0.2 * shot
        assert shot == 0 or recognizer.wants(time, [Proposed(7)], [face(weight=0.5)]) == (True,)
        decide(recognizer, time, 7, face(photo(1, shot), weight=0.5))
    assert recognizer.wants(20.8, [Proposed(7)], [face(weight=0.5)]) == (False,)


def test_a_face_that_neither_confirms_nor_contradicts_the_return_is_waited_on(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    assert decide(recognizer, 20.0, 7, _a_little_like(1, 50, 0.35)).words == "not confirmed since the return"


def test_who_was_missed_for_a_moment_is_not_asked_again(recognizer: Recognizer) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    assert decide(recognizer, 1.5, 7, face()).name == "김철수"


def test_a_track_that_turns_out_to_be_of_somebody_away_is_compared_before_it_gets_the_name(
    recognizer: Recognizer,
) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    decide(recognizer, 20.0, 8, _a_little_like(1, 50, 0.35))
    (decision,) = recognizer.decide(20.1, [track(7, 20.1, face())], joined={8: 7})
    assert decision.name is None


def test_a_vector_that_is_no_number_leaves_the_track_as_it_was(recognizer: Recognizer) -> None:
    nothing = face(np.full(SIZE, np.nan, np.float32))
    assert decide(recognizer, 0.0, 7, nothing).reason is Reason.NO_EVIDENCE
    assert decide(recognizer, 0.2, 7, face(photo(1))).name == "김철수"
    assert decide(recognizer, 0.4, 7, nothing).name == "김철수"


def test_two_who_were_enrolled_by_one_photo_are_told_apart_by_nobody() -> None:
    same = photo(1, 1)[np.newaxis]
    recognizer = Recognizer(
        Gallery([Person("a", "Ada", same), Person("b", "Bob", same)]), IdentitySettings(), THRESHOLD
    )
    decision = decide(recognizer, 0.0, 7, face(photo(1, 2)))
    assert (decision.name, decision.reason) == (None, Reason.TWO_CANDIDATES)
    assert decision.words.startswith("two candidates within 0.00: ")


def test_who_is_renamed_or_merged_while_in_view_has_the_new_name(recognizer: Recognizer, gallery: Gallery) -> None:
    decide(recognizer, 0.0, 7, face(photo(1)))
    gallery.put(person(1, "이영희"))
    assert decide(recognizer, 0.1, 7, face()).name == "이영희"
    gallery.put(Person("p2", "Ada", np.stack([photo(2), photo(1)])))
    gallery.remove("p1")
    assert decide(recognizer, 0.2, 7, face()).name == "Ada"


def test_a_stranger_who_is_named_while_in_view_and_then_is_somebody_else_loses_the_name(
    recognizer: Recognizer, gallery: Gallery
) -> None:
    for shot in range(2):
        assert decide(recognizer, shot * 1.0, 7, face(photo(3, shot))).name is None
    gallery.put(Person("p3", "Grace", np.stack([photo(3, 0)])))
    assert decide(recognizer, 2.0, 7, face()).name == "Grace"
    decide(recognizer, 3.0, 7, face(photo(60, 0)))
    decision = decide(recognizer, 4.0, 7, face(photo(60, 1)))
    assert (decision.name, decision.reason) == (None, Reason.CONTRADICTED)
