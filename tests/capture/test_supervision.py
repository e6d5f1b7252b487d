"""What is decided about a camera, told as a story in seconds; no clock, no camera."""

from __future__ import annotations

import pytest

from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.status import StreamState
from rollcall.capture.supervision import Patience, Supervision
from rollcall.errors import (
    CaptureError,
    ConfigError,
    SourceMissing,
    SourceRefused,
    SourceUnreachable,
    SourceUnsupported,
)

PATIENCE = Patience(connect=10, keyframe=30, stall=5, late=1)
BROKEN = SourceUnreachable("the connection broke")


@pytest.fixture
def supervision():
    supervision = Supervision(PATIENCE, RetryPolicy(first=0.5, longest=30, refused=60, proven=2), lambda: 0.0)
    supervision.connect(100.0)
    return supervision


def show(supervision, begin, end, step=0.04, delay=0.0):
    """Frames from ``begin`` to ``end``, none of them overdue."""
    time = begin
    while time <= end:
        supervision.packet(time)
        supervision.frame(time, delay)
        assert supervision.overdue(time) is None
        time += step


def look(supervision, begin, end, step=0.5):
    """Nothing from ``begin`` to ``end``; returns what is said of it then."""
    time = begin
    while time < end:
        assert supervision.overdue(time) is None
        time += step
    return supervision.overdue(end)


def test_the_first_frame_makes_a_camera_live(supervision):
    assert supervision.state is StreamState.CONNECTING
    supervision.frame(100.4)
    assert (supervision.state, supervision.since, supervision.reason) == (StreamState.LIVE, 100.4, "")


def test_a_camera_that_never_answers_is_given_ten_seconds(supervision):
    assert supervision.overdue(109.9) is None
    assert "10 s" in str(supervision.overdue(110.1))


def test_a_late_keyframe_is_waited_for_while_packets_arrive(supervision):
    for tenth in range(290):
        supervision.packet(100 + tenth / 10)
        assert supervision.overdue(100 + tenth / 10) is None
    supervision.frame(129.0)
    assert supervision.state is StreamState.LIVE


def test_packets_without_any_picture_end_the_patience_after_half_a_minute(supervision):
    supervision.packet(130.0)
    assert supervision.overdue(130.0) is None
    supervision.packet(130.1)
    assert "no picture could be decoded" in str(supervision.overdue(130.1))


def test_packets_that_stop_before_the_first_picture_are_a_stall(supervision):
    supervision.packet(101.0)
    assert supervision.overdue(105.9) is None
    assert supervision.overdue(106.1) is not None


def test_a_stall_is_shown_half_way_and_ended_at_five_seconds(supervision):
    show(supervision, 100.5, 110.0)
    assert look(supervision, 110.0, 112.0) is None
    assert supervision.state is StreamState.LIVE
    assert look(supervision, 112.0, 113.0) is None
    assert supervision.state is StreamState.STALLED
    assert look(supervision, 113.0, 114.9) is None
    assert "5 s" in str(supervision.overdue(115.1))


def test_a_stall_that_passes_is_live_again(supervision):
    show(supervision, 100.5, 110.0)
    assert look(supervision, 110.0, 113.0) is None
    supervision.frame(113.5)
    assert supervision.state is StreamState.LIVE


@pytest.mark.parametrize("pause", [1.1, 7.0, 36_000.0])
def test_a_pause_of_our_own_is_no_silence_of_the_camera(supervision, pause):
    show(supervision, 100.5, 110.0)
    awake = 110.0 + pause
    assert supervision.overdue(awake) is None
    assert supervision.state is StreamState.LIVE
    assert look(supervision, awake, awake + 4.9) is None
    assert "5 s" in str(supervision.overdue(awake + 5.1))


def test_a_pause_of_our_own_while_connecting_is_no_silence_either(supervision):
    assert look(supervision, 100.0, 109.0) is None
    assert supervision.overdue(130.0) is None
    assert look(supervision, 130.0, 130.9) is None
    assert "10 s" in str(supervision.overdue(131.1))


def test_what_was_heard_in_the_look_after_a_pause_was_heard_then(supervision):
    supervision.packet(101.0)
    assert supervision.overdue(101.0) is None
    supervision.packet(120.0)
    assert supervision.overdue(120.0) is None
    assert look(supervision, 120.0, 124.9) is None
    assert "before its first picture" in str(supervision.overdue(125.1))


def test_one_frame_a_second_is_no_stall(supervision):
    for second in range(101, 130):
        supervision.frame(float(second))
        assert supervision.overdue(second + 0.99) is None
        assert supervision.state is StreamState.LIVE


def test_the_watchdog_looks_at_pictures_not_at_packets(supervision):
    supervision.frame(101.0)
    supervision.packet(106.0)
    assert supervision.overdue(106.1) is not None


def test_pictures_that_stay_late_end_the_connection_but_a_burst_after_a_pause_does_not(supervision):
    show(supervision, 101.0, 102.0)
    supervision.frame(107.0, delay=5.5)
    assert supervision.overdue(107.0) is None
    show(supervision, 107.1, 109.0)
    for tenth in range(10):
        supervision.frame(109.0 + tenth / 10, delay=6.0)
        assert supervision.overdue(109.0 + tenth / 10) is None
    supervision.frame(110.2, delay=6.0)
    assert "late" in str(supervision.overdue(110.2))


def test_what_came_while_this_program_slept_may_be_late_until_it_is_read(supervision):
    show(supervision, 101.0, 102.0)
    show(supervision, 132.0, 136.9, delay=30.0)
    assert supervision.state is StreamState.LIVE
    show(supervision, 137.0, 138.0)
    show(supervision, 138.1, 139.0, delay=6.0)
    supervision.frame(139.2, delay=6.0)
    assert "late" in str(supervision.overdue(139.2))


def test_what_stays_late_long_after_a_sleep_ends_the_connection(supervision):
    show(supervision, 101.0, 102.0)
    show(supervision, 132.0, 136.9, delay=30.0)
    supervision.frame(137.1, delay=30.0)
    assert supervision.overdue(137.1) is not None


def sleep_and_hang_up(supervision, silence):
    """The machine sleeps from 102 to 132, and the camera's connection ends ``silence`` seconds after that."""
    show(supervision, 101.0, 102.0)
    supervision.look(132.0)
    time = 132.0 + silence
    return supervision.fail(time, BROKEN) - time


@pytest.mark.parametrize("silence", [0.0, 0.3, 5.1])
def test_a_connection_that_does_not_outlive_a_sleep_is_built_anew_at_once_and_no_camera_is_blamed(supervision, silence):
    assert sleep_and_hang_up(supervision, silence) == 0
    assert supervision.state is StreamState.CONNECTING
    assert supervision.reason == "this machine was asleep or paused for 30 s"
    supervision.connect(140.0)
    assert supervision.fail(141.0, BROKEN) > 141.0
    assert (supervision.state, supervision.reason) == (StreamState.RETRYING, "the connection broke")


def test_a_camera_that_breaks_long_after_a_sleep_or_after_a_fresh_picture_is_to_blame(supervision):
    assert sleep_and_hang_up(supervision, 60.0) > 0
    assert supervision.state is StreamState.RETRYING
    supervision.connect(200.0)
    show(supervision, 201.0, 202.0)
    supervision.look(232.0)
    supervision.frame(232.1)
    assert supervision.fail(232.2, BROKEN) > 232.2
    assert supervision.reason == "the connection broke"


def test_a_moment_in_which_a_busy_machine_stops_us_is_no_excuse_for_a_camera(supervision):
    show(supervision, 101.0, 102.0)
    supervision.look(104.4)
    assert supervision.fail(104.5, BROKEN) > 104.5
    assert (supervision.state, supervision.reason) == (StreamState.RETRYING, "the connection broke")


def test_a_password_that_is_refused_after_a_sleep_stays_refused(supervision):
    supervision.look(101.0)
    supervision.look(131.0)
    assert supervision.fail(131.1, SourceRefused("no")) == 191.1
    assert supervision.state is StreamState.FAILED


def test_waits_grow_while_the_camera_is_away(supervision):
    waits = []
    time = 100.0
    for _ in range(8):
        retry_at = supervision.fail(time, BROKEN)
        assert (supervision.state, supervision.reason) == (StreamState.RETRYING, "the connection broke")
        waits.append(retry_at - time)
        time = retry_at
        supervision.connect(time)
    assert waits == pytest.approx([0.25, 0.5, 1, 2, 4, 8, 15, 15])


def test_waits_begin_anew_only_after_two_seconds_of_frames(supervision):
    for _ in range(5):
        supervision.fail(100.0, BROKEN)
    supervision.connect(100.0)
    show(supervision, 101.0, 102.9)
    assert supervision.fail(103.0, BROKEN) - 103.0 == 8
    supervision.connect(111.0)
    show(supervision, 111.0, 113.1)
    assert supervision.fail(113.2, BROKEN) - 113.2 == pytest.approx(0.25)


def test_a_pause_is_no_part_of_the_two_seconds(supervision):
    for _ in range(5):
        supervision.fail(100.0, BROKEN)
    supervision.connect(100.0)
    supervision.frame(101.0)
    look(supervision, 101.0, 104.0)
    assert supervision.state is StreamState.STALLED
    supervision.frame(104.1)
    assert supervision.fail(104.2, BROKEN) - 104.2 == pytest.approx(8)


def test_a_path_that_had_video_before_has_it_again_soon_and_another_is_a_mistake(supervision):
    assert supervision.fail(100.0, SourceMissing("no video there")) == 160.0
    supervision.connect(160.0)
    show(supervision, 160.5, 170.0)
    assert supervision.fail(171.0, SourceMissing("no video there")) < 172.0
    assert supervision.state is StreamState.RETRYING


@pytest.mark.parametrize("error", [SourceRefused("no"), SourceUnsupported("no"), CaptureError("no"), ConfigError("no")])
def test_what_only_a_person_can_cure_is_tried_again_slowly(supervision, error):
    assert supervision.fail(100.0, error) == 160.0
    assert supervision.state is StreamState.FAILED
    assert supervision.retry_at == 160.0


def test_a_new_attempt_keeps_the_reason_of_the_last_failure_until_a_picture_comes(supervision):
    supervision.connect(supervision.fail(101.0, BROKEN))
    assert (supervision.state, supervision.reason) == (StreamState.CONNECTING, "the connection broke")
    assert supervision.retry_at is None
    supervision.frame(102.0)
    assert supervision.reason == ""


def test_attempts_are_counted(supervision):
    supervision.connect(supervision.fail(101.0, BROKEN))
    assert supervision.attempts == 2


def test_a_file_without_video_is_given_up_and_one_with_it_ends(supervision):
    supervision.give_up(101.0, SourceUnsupported("no video"))
    assert (supervision.state, supervision.reason, supervision.retry_at) == (StreamState.FAILED, "no video", None)
    supervision.end(102.0, "over")
    assert (supervision.state, supervision.reason, supervision.since) == (StreamState.ENDED, "over", 102.0)
