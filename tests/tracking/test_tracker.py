from __future__ import annotations

import numpy as np
import pytest

from rollcall.config import TrackingSettings
from rollcall.tracking import Tracker
from tracking.scenes import WIDTH, face


@pytest.fixture
def tracker() -> Tracker:
    return Tracker(TrackingSettings())


def test_sure_face_gets_its_number_at_once(tracker: Tracker) -> None:
    (track,) = tracker.update(0.0, [face(100, score=0.9)])
    assert (track.number, track.hits) == (1, 1)


def test_doubtful_face_gets_its_number_when_it_is_seen_again(tracker: Tracker) -> None:
    assert tracker.update(0.0, [face(100, score=0.6)]) == ()
    (track,) = tracker.update(0.2, [face(102, score=0.6)])
    assert (track.number, track.hits, track.first_seen, track.last_seen) == (1, 2, 0.0, 0.2)


@pytest.mark.parametrize("fps", [2, 5, 10, 30])
def test_walker_at_a_tenth_of_the_width_a_second_is_one_track(tracker: Tracker, fps: int) -> None:
    times = np.arange(0, 10, 1 / fps)
    numbers = {track.number for time in times for track in tracker.update(time, [face(0.1 * WIDTH * time)])}
    assert numbers == {1}


def test_number_survives_one_second_without_face(tracker: Tracker) -> None:
    for time in np.arange(0, 2, 0.1):
        tracker.update(time, [face(300 + 60 * time)])
    for time in np.arange(2, 3, 0.1):
        assert tracker.update(time, []) == ()
    (track,) = tracker.update(3.0, [face(300 + 60 * 3)])
    assert track.number == 1


def test_who_comes_back_within_memory_gets_the_old_number_by_face(tracker: Tracker) -> None:
    for shot, time in enumerate(np.arange(0, 1, 0.2)):
        tracker.update(time, [face(200, who=7, shot=shot)])
    tracker.update(20.0, [])
    (track,) = tracker.update(20.2, [face(1100, 500, who=7, shot=99)])
    assert track.number == 1


def test_somebody_else_at_the_old_place_gets_a_number_of_their_own(tracker: Tracker) -> None:
    for shot, time in enumerate(np.arange(0, 1, 0.2)):
        tracker.update(time, [face(200, who=7, shot=shot)])
    for time in (20.0, 20.2):
        tracks = tracker.update(time, [face(200, who=8)])
    assert [track.number for track in tracks] == [2]


def test_number_is_forgotten_after_memory(tracker: Tracker) -> None:
    for time in (0.0, 0.2):
        tracker.update(time, [face(200)])
    tracker.update(30.0, [])
    assert tracker.lost == frozenset()
    tracker.update(30.3, [])
    assert tracker.lost == {1}
    assert tracker.tracks == ()


def test_frames_out_of_order_are_refused(tracker: Tracker) -> None:
    tracker.update(1.0, [])
    with pytest.raises(ValueError, match="in order"):
        tracker.update(0.9, [])
