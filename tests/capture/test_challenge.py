from __future__ import annotations

import pytest

from rollcall.capture.challenge import answerable, unknown_algorithm

MD5, OTHER, BASIC = 'Digest realm="a", nonce="b"', 'digest realm="a",algorithm="sha-256"', 'Basic realm="a"'
SECOND = 'Digest realm="a second one, of MD5", nonce="c", algorithm=MD5'


@pytest.mark.parametrize(
    ("challenges", "answered"),
    [
        ([MD5], [MD5]),
        ([MD5, OTHER, BASIC], [MD5]),
        ([OTHER, MD5], [MD5]),
        ([MD5, SECOND], [SECOND, MD5]),
        ([MD5, MD5.replace("b", "d")], ['Digest realm="a", nonce="d"']),
        ([BASIC], [BASIC]),
        ([OTHER, BASIC], [BASIC]),
        ([OTHER, "Bearer x"], []),
        ([], []),
    ],
)
def test_what_gstreamer_knows_is_answered_the_last_first(challenges, answered):
    assert list(answerable(challenges)) == answered


@pytest.mark.parametrize(
    ("challenges", "unknown"),
    [([OTHER], "SHA-256"), ([MD5, OTHER], ""), ([OTHER, BASIC], ""), ([BASIC], ""), ([], "")],
)
def test_what_is_asked_for_and_not_known(challenges, unknown):
    assert unknown_algorithm(challenges) == unknown
