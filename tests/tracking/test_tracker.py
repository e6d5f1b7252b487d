from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcall.config import TrackingSettings
from rollcall.model import Face, Track
from rollcall.tracking import Tracker
from tracking.scenes import WIDTH, face


@pytest.fixture
def tracker() -> Tracker:
    return Tracker(TrackingSettings())


def watch(tracker: Tracker, who: int, *, start: float, seconds: float = 1.0, x: float = 300.0) -> list[int]:
    """Let a person stand at ``x`` with every face embedded, and return the numbers they had."""
    times = np.arange(start, start + seconds - 1e-9, 0.2)
    return numbers(tracker.update(time, [face(x, who=who, shot=int(time * 1000))]) for time in times)


def numbers(updates: Iterator[tuple[Track, ...]] | Sequence[tuple[Track, ...]]) -> list[int]:
    return [track.number for tracks in updates for track in tracks]


def number_at(tracks: tuple[Track, ...], seen: Face) -> int | None:
    return next((track.number for track in tracks if track.face is seen), None)


class TestNumber:
    def test_sure_and_embedded_face_gets_one_at_once(self, tracker: Tracker) -> None:
        (track,) = tracker.update(0.0, [face(100, score=0.9, who=1)])
        assert (track.number, track.hits) == (1, 1)

    @pytest.mark.parametrize("doubtful", [face(100, score=0.9), face(100, score=0.6, who=1)])
    def test_other_face_gets_one_when_it_is_seen_again(self, tracker: Tracker, doubtful: Face) -> None:
        assert tracker.update(0.0, [doubtful]) == ()
        (track,) = tracker.update(0.2, [face(102, score=0.6)])
        assert (track.number, track.hits, track.first_seen, track.last_seen) == (1, 2, 0.0, 0.2)

    def test_false_alarm_of_one_frame_never_gets_one(self, tracker: Tracker) -> None:
        tracker.update(0.0, [face(100, score=0.55)])
        for time in np.arange(0.2, 3, 0.2):
            tracker.update(time, [])
        assert tracker.tracks == ()
        assert watch(tracker, 1, start=3.0)[0] == 1

    def test_is_forgotten_after_the_memory(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        tracker.update(30.0, [])
        assert tracker.lost == frozenset()
        tracker.update(31.0, [])
        assert tracker.lost == {1}
        assert tracker.tracks == ()

    @pytest.mark.parametrize("who", [None, 1])
    def test_is_not_given_to_who_comes_after_a_pause_of_the_stream(self, tracker: Tracker, who: int | None) -> None:
        watch(tracker, 1, start=0.0)
        assert tracker.propose(60.0, [face(300, who=who)])[0].number is None
        for time in (60.0, 60.2):
            after = numbers([tracker.update(time, [face(300, who=who)])])
        assert after == [2]

    def test_is_never_given_twice(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        tracker.update(100.0, [])
        assert set(watch(tracker, 1, start=100.2)) == {2}


class TestMotion:
    @pytest.mark.parametrize("fps", [2, 5, 10, 30])
    @pytest.mark.parametrize("jitter", [0.0, 0.8])
    def test_walker_at_a_tenth_of_the_width_a_second_is_one_track(
        self, tracker: Tracker, fps: int, jitter: float
    ) -> None:
        times = (np.arange(10 * fps) + jitter * np.random.default_rng(fps).random(10 * fps)) / fps
        seen = numbers(tracker.update(time, [face(0.1 * WIDTH * time)]) for time in times)
        assert set(seen) == {1}
        assert len(seen) == len(times) - 1

    def test_number_survives_one_second_without_face(self, tracker: Tracker) -> None:
        for time in np.arange(0, 2, 0.1):
            tracker.update(time, [face(300 + 60 * time)])
        for time in np.arange(2, 3, 0.1):
            assert tracker.update(time, []) == ()
        assert numbers([tracker.update(3.0, [face(300 + 60 * 3)])]) == [1]

    def test_somebody_standing_with_dropouts_for_a_minute_is_one_track(self, tracker: Tracker) -> None:
        shake = np.random.default_rng(1)
        frames = np.arange(600)
        # A failed detection every 6 s, and three frames in a row every 7 s.
        seen = numbers(
            tracker.update(
                frame / 10,
                [] if frame % 60 == 30 or frame % 70 in (65, 66, 67) else [face(500 + shake.normal(0, 2))],
            )
            for frame in frames
        )
        assert set(seen) == {1}

    def test_two_who_cross_in_full_view_keep_their_numbers(self, tracker: Tracker) -> None:
        for time in np.arange(0, 4, 0.1):
            left, right = face(200 + 200 * time, 300), face(1000 - 200 * time, 330)
            tracks = tracker.update(time, [left, right])
            if time > 0:
                assert (number_at(tracks, left), number_at(tracks, right)) == (1, 2)

    def test_predicted_box_is_where_the_walker_will_be(self, tracker: Tracker) -> None:
        for time in np.arange(0, 2, 0.1):
            (*_, track) = (*tracker.update(time, [face(200 + 100 * time)]), None)[:1]
        assert track is not None
        for ahead in (-0.1, 0.0, 0.1, 0.2):
            expected = face(200 + 100 * (track.last_seen + ahead)).box
            np.testing.assert_allclose(track.box_at(track.last_seen + ahead), expected, atol=4.0)


class TestLook:
    def test_who_comes_back_gets_the_old_number(self, tracker: Tracker) -> None:
        watch(tracker, 7, start=0.0)
        tracker.update(20.0, [])
        assert watch(tracker, 7, start=20.2, x=1100)[0] == 1

    def test_somebody_else_at_the_old_place_gets_a_number_of_their_own(self, tracker: Tracker) -> None:
        watch(tracker, 7, start=0.0)
        tracker.update(20.0, [])
        assert set(watch(tracker, 8, start=20.2)) == {2}

    def test_who_comes_back_too_far_to_be_known_gets_the_old_number_when_they_are_near(self, tracker: Tracker) -> None:
        watch(tracker, 7, start=0.0)
        tracker.update(10.0, [])
        far = [tracker.update(time, [face(900, side=20)]) for time in (10.2, 10.4, 10.6)]
        assert set(numbers(far)) == {2}
        (track,) = tracker.update(10.8, [face(900, side=20, who=7, shot=1)])
        assert (track.number, track.first_seen) == (1, 0.0)
        assert tracker.lost == {2}
        assert tracker.joined == {2: 1}

    def test_two_who_cross_behind_a_pillar_keep_their_numbers(self, tracker: Tracker) -> None:
        for shot, time in enumerate(np.arange(0, 4, 0.1)):
            hidden = 1.7 < time < 2.3
            left, right = face(200 + 200 * time, who=1, shot=shot), face(1000 - 200 * time, who=2, shot=shot)
            tracks = tracker.update(time, [] if hidden else [left, right])
            if not hidden:
                assert (number_at(tracks, left), number_at(tracks, right)) == (1, 2)

    def test_one_frame_with_anothers_face_changes_nothing(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        assert numbers([tracker.update(1.0, [face(300, who=2)])]) == [1]
        assert set(watch(tracker, 1, start=1.2)) == {1}

    def test_who_is_found_by_look_far_away_is_followed_from_there(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        (track,) = tracker.update(1.0, [face(1100, who=1, shot=50)])
        assert (track.number, track.velocity.tolist()) == (1, [0.0] * 4)
        assert numbers(tracker.update(time, [face(1100)]) for time in (1.2, 1.4, 1.6)) == [1, 1, 1]

    def test_missing_embeddings_are_neutral(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        seen = numbers(tracker.update(time, [face(300)]) for time in np.arange(1, 5, 0.2))
        assert set(seen) == {1}

    def test_who_takes_anothers_place_unseen_gets_a_number_within_a_second(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0, seconds=2)
        assert set(watch(tracker, 2, start=3.0)[-1:]) == {2}
        assert tracker.lost == frozenset()
        assert watch(tracker, 1, start=5.0, x=900)[0] == 1

    def test_distances_tell_people_apart_where_the_embeddings_have_no_direction(self) -> None:
        tracker = Tracker(TrackingSettings(), stranger_distance=0.8)

        # As dlib's descriptors: all lie on one side of the origin, so that any two have a cosine near 1.
        def seen(who: int, shot: int) -> Face:
            offset = np.zeros(128, np.float32)
            offset[0] = 1.2
            plain = face(300, who=who, shot=shot)
            assert plain.embedding is not None
            return Face(plain.box, plain.landmarks, plain.score, embedding=offset + 0.57 * plain.embedding)

        first = numbers(tracker.update(time, [seen(1, int(time * 10))]) for time in np.arange(0, 1, 0.2))
        second = numbers(tracker.update(time, [seen(2, int(time * 10))]) for time in np.arange(20, 21, 0.2))
        third = numbers(tracker.update(time, [seen(1, int(time * 10))]) for time in np.arange(24, 25, 0.2))
        assert (set(first), set(second), set(third)) == ({1}, {2}, {1})

    def test_embeddings_of_another_model_void_those_before(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        other = Face(face(300).box, face(300).landmarks, 0.9, embedding=np.eye(64, dtype=np.float32)[0])
        assert numbers([tracker.update(1.0, [other])]) == [1]


class TestCut:
    PLACES = (300.0, 600.0, 900.0)

    def scene(self, people: Sequence[int], shot: int, shift: float = 0.0) -> list[Face]:
        return [face(x + shift, who=who, shot=shot) for x, who in zip(self.PLACES, people, strict=True)]

    def test_people_of_the_new_scene_get_numbers_of_their_own_at_once(self, tracker: Tracker) -> None:
        for shot in range(5):
            tracker.update(shot / 5, self.scene((1, 2, 3), shot))
        tracks = tracker.update(1.0, self.scene((4, 5, 6), 0, shift=150))
        assert [track.number for track in tracks] == [4, 5, 6]

    def test_people_of_the_old_scene_get_theirs_back(self, tracker: Tracker) -> None:
        for shot in range(5):
            tracker.update(shot / 5, self.scene((1, 2, 3), shot))
        for shot in range(5):
            tracker.update(1 + shot / 5, self.scene((4, 5, 6), shot, shift=150))
        back = self.scene((3, 1, 2), 9)
        tracks = tracker.update(2.0, back)
        assert [number_at(tracks, seen) for seen in back] == [3, 1, 2]

    def test_place_in_the_old_scene_says_nothing_in_the_new_one(self, tracker: Tracker) -> None:
        for shot in range(5):
            tracker.update(shot / 5, self.scene((1, 2, 3), shot))
        tracker.update(1.0, self.scene((4, 5, 6), 0, shift=150))
        newcomer = face(self.PLACES[0])
        for time in (1.2, 1.4):
            tracks = tracker.update(time, [*self.scene((4, 5, 6), 1, shift=150), newcomer])
        assert number_at(tracks, newcomer) == 7

    def test_every_face_after_a_cut_is_doubtful(self, tracker: Tracker) -> None:
        for shot in range(5):
            tracker.update(shot / 5, self.scene((1, 2, 3), shot))
        proposals = tracker.propose(1.0, self.scene((1, 2, 3), 0, shift=150))
        assert [(proposal.number, proposal.doubtful) for proposal in proposals] == [(None, True)] * 3


class TestSplit:
    def test_face_goes_on_under_a_new_number(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        tracker.split(1)
        assert set(watch(tracker, 2, start=1.0)) == {2}

    def test_old_number_returns_with_its_owner(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        tracker.split(1)
        watch(tracker, 2, start=1.0)
        assert watch(tracker, 1, start=5.0, x=900)[0] == 1

    def test_face_that_looks_like_the_old_number_keeps_the_new_one(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        tracker.split(1)
        assert set(watch(tracker, 1, start=1.0)) == {2}

    def test_unknown_number_is_refused(self, tracker: Tracker) -> None:
        with pytest.raises(ValueError, match="no track has the number 5"):
            tracker.split(5)


class TestPropose:
    def test_new_face_has_no_number_and_is_doubtful(self, tracker: Tracker) -> None:
        (proposal,) = tracker.propose(0.0, [face(100)])
        assert (proposal.number, proposal.doubtful) == (None, True)

    def test_face_that_is_well_known_and_alone_is_not_doubtful(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0, seconds=3)
        (proposal,) = tracker.propose(3.0, [face(300)])
        assert (proposal.number, proposal.doubtful) == (1, False)

    def test_clearer_face_is_worth_a_look(self, tracker: Tracker) -> None:
        for shot, time in enumerate(np.arange(0, 3, 0.1)):
            tracker.update(time, [face(300, side=30, who=1, shot=shot)])
        small, large = (tracker.propose(3.0, [face(300, side=side)])[0] for side in (30, 36))
        assert (small.doubtful, large.doubtful) == (False, True)

    def test_two_side_by_side_become_doubtful(self, tracker: Tracker) -> None:
        for shot, time in enumerate(np.arange(0, 3, 0.2)):
            tracker.update(time, [face(300, who=1, shot=shot), face(600, who=2, shot=shot)])
        near = tracker.propose(3.2, [face(440), face(470)])
        assert any(proposal.doubtful for proposal in near)

    def test_changes_nothing(self) -> None:
        asked, left_alone = Tracker(TrackingSettings()), Tracker(TrackingSettings())
        random = np.random.default_rng(2)
        for time in np.arange(0, 5, 0.2):
            faces = [face(*random.uniform(0, 700, 2), who=1) for _ in range(random.integers(0, 4))]
            asked.propose(time, faces)
            assert numbers([asked.update(time, faces)]) == numbers([left_alone.update(time, faces)])


class TestEdges:
    def test_face_found_twice_is_one_track(self, tracker: Tracker) -> None:
        seen = [tracker.update(time, [face(300), face(310)]) for time in np.arange(0, 2, 0.2)]
        assert set(numbers(seen[2:])) == {1}

    def test_pictures_without_faces_give_no_tracks(self, tracker: Tracker) -> None:
        assert [tracker.update(time, []) for time in (0.0, 1.0, 100.0)] == [(), (), ()]
        assert tracker.propose(101.0, []) == ()

    @pytest.mark.parametrize("time", [1.0, 0.9])
    def test_frames_that_do_not_come_later_are_refused(self, tracker: Tracker, time: float) -> None:
        tracker.update(1.0, [face(300)])
        with pytest.raises(ValueError, match="in order"):
            tracker.update(time, [face(300)])
        assert numbers([tracker.update(1.2, [face(300)])]) == [1]

    @pytest.mark.parametrize("edge", [np.nan, np.inf])
    def test_box_that_is_no_number_is_refused_and_changes_nothing(self, tracker: Tracker, edge: float) -> None:
        watch(tracker, 1, start=0.0)
        nowhere = replace(face(300), box=np.array([0, 0, edge, 10], np.float32))
        for ask in (tracker.propose, tracker.update):
            with pytest.raises(ValueError, match="finite"):
                ask(1.0, [nowhere])
        assert numbers([tracker.update(1.0, [face(300)])]) == [1]

    def test_embedding_that_is_no_number_says_nothing(self, tracker: Tracker) -> None:
        watch(tracker, 1, start=0.0)
        spoilt = replace(face(300), embedding=np.full(128, np.nan, np.float32))
        assert numbers([tracker.update(1.0, [spoilt])]) == [1]
        assert set(watch(tracker, 1, start=1.2)) == {1}

    def test_box_without_area_is_followed_without_warning(self, tracker: Tracker) -> None:
        for time in (0.0, 0.2, 0.4):
            tracks = tracker.update(time, [face(300, side=0)])
        assert len(tracks) == 1

    def test_5000_strangers_leave_no_more_behind_than_the_memory_holds(self) -> None:
        tracker = Tracker(TrackingSettings(memory_seconds=5.0))
        remembered = []
        for stranger in range(5000):
            tracker.update(stranger * 0.1, [face(100 + stranger % 10 * 110, who=stranger)])
            if stranger % 100 == 99:
                remembered.append(len(tracker.tracks))
        assert max(remembered) <= 5 / 0.1 + 2

    def test_crowd_that_fills_the_memory_drops_the_longest_unseen(self, tracker: Tracker) -> None:
        lost: set[int] = set()
        for row in range(60):
            tracker.update(row * 0.1, [face(x * 200, row * 1000, who=row * 20 + x) for x in range(20)])
            lost |= tracker.lost
        assert len(tracker.tracks) == 1000
        assert lost == set(range(1, 201))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.floats(0, 1280, width=32),
                st.floats(0, 720, width=32),
                st.floats(1, 300, width=32),
                st.integers(0, 3),
            ),
            max_size=5,
        ),
        max_size=12,
    ),
    st.floats(0.02, 5.0),
)
def test_numbers_are_unique_in_a_picture_and_never_return_once_lost(
    pictures: list[list[tuple[float, float, float, int]]], interval: float
) -> None:
    tracker = Tracker(TrackingSettings(memory_seconds=2.0))
    lost: set[int] = set()
    for place, picture in enumerate(pictures):
        faces = [face(x, y, side=side, who=who or None, shot=place) for x, y, side, who in picture]
        tracks = tracker.update(place * interval, faces)
        seen = [track.number for track in tracks]
        lost |= tracker.lost
        assert len(set(seen)) == len(seen)
        assert not lost & set(seen)
        assert {id(track.face) for track in tracks} <= {id(each) for each in faces}
        assert set(seen) <= {track.number for track in tracker.tracks}
