from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rollcall.web.access import LoginThrottle


def attempts(throttle, count, *, time=0.0, address="10.0.0.1", name="ada"):
    return [throttle.attempt(time, address, name) for _ in range(count)]


def test_five_attempts_are_free_and_the_sixth_waits():
    assert attempts(LoginThrottle(), 6) == [0, 0, 0, 0, 0, 1]


def test_wait_doubles_up_to_a_minute():
    throttle, time, waits = LoginThrottle(), 0.0, []
    attempts(throttle, 5)
    for _ in range(9):
        waits.append(throttle.attempt(time, "10.0.0.1", "ada"))
        time += waits[-1]
        assert throttle.attempt(time, "10.0.0.1", "ada") == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_right_password_clears_the_count():
    throttle = LoginThrottle()
    attempts(throttle, 5)
    throttle.succeed("10.0.0.1", "ada")
    assert attempts(throttle, 5) == [0] * 5


def test_other_addresses_go_on_while_one_waits():
    throttle = LoginThrottle()
    attempts(throttle, 10)
    assert throttle.attempt(0.0, "10.0.0.2", "ada") == 0


def test_one_name_from_many_addresses_waits_at_last():
    throttle = LoginThrottle()
    waits = [throttle.attempt(0.0, f"10.0.1.{number}", "ADA" if number % 2 else "ada") for number in range(21)]
    assert waits == [0] * 20 + [1]


def test_one_home_of_ipv6_is_one_address():
    throttle = LoginThrottle()
    waits = [throttle.attempt(0.0, f"2001:db8::{number}", f"name {number}") for number in range(6)]
    assert waits[-1] > 0


def test_failures_are_forgotten_after_an_hour():
    throttle = LoginThrottle()
    attempts(throttle, 30)
    assert throttle.attempt(3601.0, "10.0.0.1", "ada") == 0


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.sampled_from(["10.0.0.1", "::1", "x"]), st.text(max_size=3)), max_size=60)
)
def test_nobody_waits_longer_than_a_minute(tries):
    throttle = LoginThrottle()
    for time, address, name in sorted(tries):
        assert 0 <= throttle.attempt(time, address, name) <= 60
