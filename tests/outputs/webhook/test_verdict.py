from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.outputs.webhook.verdict import Fate, judge

NOW = 1_445_412_480.0
"""Wed, 21 Oct 2015 07:28:00 GMT."""


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.DELIVERED),
        (204, Fate.DELIVERED),
        (301, Fate.RETRIED),
        (400, Fate.GIVEN_UP),
        (401, Fate.RETRIED),
        (403, Fate.RETRIED),
        (404, Fate.RETRIED),
        (408, Fate.RETRIED),
        (410, Fate.GIVEN_UP),
        (413, Fate.GIVEN_UP),
        (415, Fate.GIVEN_UP),
        (422, Fate.GIVEN_UP),
        (429, Fate.RETRIED),
        (500, Fate.RETRIED),
        (503, Fate.RETRIED),
    ],
)
def test_what_an_answer_means(status, fate):
    verdict = judge(status, {}, NOW)
    assert verdict.fate is fate
    assert str(status) in verdict.words


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Wed, 21 Oct 2015 07:29:30 GMT", 90),
        ("Wed, 21 Oct 2015 07:00:00 GMT", 0),
        ("999999999999", 3600),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_a_receiver_is_left_alone_for_as_long_as_it_asks(text, seconds):
    assert judge(503, {"retry-after": text}, NOW).wait_seconds == seconds


@given(st.integers(100, 999), st.text(max_size=40))
def test_no_answer_is_too_strange(status, text):
    assert 0 <= judge(status, {"retry-after": text}, NOW).wait_seconds <= 3600
