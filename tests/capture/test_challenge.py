from __future__ import annotations

import pytest

from rollcall.capture.challenge import unknown_algorithm


@pytest.mark.parametrize(
    ("headers", "unknown"),
    [
        ('WWW-Authenticate: Digest realm="a", nonce="b"', ""),
        ('WWW-Authenticate: Digest realm="a", algorithm=MD5', ""),
        ('www-authenticate:digest realm="a",algorithm="sha-256"', "SHA-256"),
        ('WWW-Authenticate: Digest nonce="b"\r\nWWW-Authenticate: Digest nonce="b", algorithm=SHA-256', ""),
        ('WWW-Authenticate: Digest nonce="b"\r\nWWW-Authenticate: Digest nonce="c", algorithm=SHA-256', "SHA-256"),
        ('WWW-Authenticate: Digest nonce="c", algorithm=SHA-256\r\nWWW-Authenticate: Digest nonce="b"', ""),
        ('WWW-Authenticate: Digest algorithm=SHA-256\r\nWWW-Authenticate: Basic realm="a"', "SHA-256"),
        ('WWW-Authenticate: Basic realm="a"', ""),
        ("CSeq: 1", ""),
    ],
)
def test_what_is_asked_for_and_not_known(headers, unknown):
    assert unknown_algorithm(f"RTSP/1.0 401 Unauthorized\r\n{headers}\r\n\r\n") == unknown
