from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.capture.clock import Arrival, StreamClock

DAY = 1_790_000_000.0
"""A Unix time, as Arrival.wall."""


def at(seconds):
    return Arrival(seconds, DAY + seconds)


def test_the_first_frame_is_at_zero_and_the_rest_at_the_cameras_own_distance():
    clock = StreamClock()
    uneven = [(7000.00, 0.0), (7000.04, 0.09), (7000.08, 0.10), (7000.12, 0.13)]
    assert [clock.stamp(raw, at(arrived)).pts for raw, arrived in uneven] == pytest.approx([0, 0.04, 0.08, 0.12])


def test_a_reconnect_goes_on_by_the_time_it_took():
    clock = StreamClock()
    clock.stamp(50.0, at(10.0))
    clock.restart()
    assert clock.stamp(3.0, at(17.0)).pts == pytest.approx(7.0)
    assert clock.stamp(3.04, at(17.04)).pts == pytest.approx(7.04)


@pytest.mark.parametrize("jump", [-5000.0, -2.0, 60.0, 1e9])
def test_timestamps_that_jump_go_on_by_the_time_that_passed(jump):
    clock = StreamClock()
    for frame in range(50):
        last = clock.stamp(100 + frame / 25, at(frame / 25)).pts
    after = clock.stamp(100 + 2 + jump, at(2.0)).pts
    assert after == pytest.approx(last + 0.04)
    assert clock.stamp(100 + 2.04 + jump, at(2.04)).pts == pytest.approx(after + 0.04)


def test_a_burst_after_a_pause_of_the_network_is_no_jump():
    clock = StreamClock()
    clock.stamp(10.00, at(0.0))
    held_up = [clock.stamp(10 + frame / 25, at(4.0 + frame / 1000)).pts for frame in range(1, 100)]
    assert held_up == pytest.approx([frame / 25 for frame in range(1, 100)])


def test_a_loop_of_a_file_goes_on():
    clock, times = StreamClock(), []
    for frame in range(100):
        if frame % 25 == 0:
            clock.restart()
        times.append(clock.stamp(frame % 25 / 25, at(frame / 25)).pts)
    assert times == pytest.approx([frame / 25 for frame in range(100)])


def test_a_packet_and_its_frame_have_the_same_time_whichever_comes_first():
    clock = StreamClock()
    packet = clock.place(20.0, 0.00)
    assert clock.stamp(20.0, at(0.02)).pts == packet
    frame = clock.stamp(20.08, at(0.08)).pts
    assert clock.place(20.08, 0.09) == frame


def test_around_a_jump_frames_of_before_and_packets_of_after_are_told_apart():
    clock = StreamClock()
    for number in range(25):
        clock.place(number / 25, number / 25)
    after = clock.place(5000.0, 1.0)
    before = clock.stamp(24 / 25, at(1.0)).pts
    assert before == pytest.approx(24 / 25)
    assert clock.place(5000.04, 1.04) == pytest.approx(after + 0.04)
    assert clock.stamp(5000.0, at(1.05)).pts == after


def test_b_frames_come_out_of_order_and_are_no_jump():
    clock = StreamClock()
    decoding_order = [0, 4, 2, 1, 3, 8, 6, 5, 7]
    times = [clock.place(50 + number / 25, position / 25) for position, number in enumerate(decoding_order)]
    assert times == pytest.approx([number / 25 for number in decoding_order])


def test_frames_without_timestamps_have_the_time_of_their_arrival():
    clock = StreamClock()
    clock.stamp(10.0, at(6.0))
    assert clock.stamp(None, at(6.5)).pts == pytest.approx(0.5)
    assert clock.stamp(10.6, at(6.6)).pts == pytest.approx(0.6)


def test_the_senders_time_is_taken_where_its_clock_is_set():
    clock = StreamClock()
    assert clock.stamp(1.0, at(10.0), sender=DAY + 9.7).time == DAY + 9.7


@pytest.mark.parametrize("wrong", [-7200.0, -10.0, 30.0, 1e8])
def test_a_camera_whose_clock_is_wrong_does_not_date_its_frames(wrong):
    clock = StreamClock()
    assert clock.stamp(1.0, at(10.0), sender=DAY + 10 + wrong).time == DAY + 10


def test_this_machines_clock_may_be_set_back():
    clock = StreamClock()
    clock.stamp(1.0, Arrival(1.0, DAY))
    assert clock.stamp(1.04, Arrival(1.04, DAY - 3600)).time == DAY - 3600


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-1e6, 1e6)),
            st.floats(0, 20),
            st.one_of(st.none(), st.floats(-30, 30)),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_whatever_a_camera_sends_both_times_grow(story):
    clock, now, stamps = StreamClock(), 0.0, []
    for raw, pause, sender, restart in story:
        now += pause
        if restart:
            clock.restart()
        stamps.append(clock.stamp(raw, at(now), None if sender is None else DAY + now + sender))
    for earlier, later in pairwise(stamps):
        assert later.pts > earlier.pts
        assert later.time > earlier.time
