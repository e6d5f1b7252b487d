from __future__ import annotations

import pytest

from rollcall.web.access.origin import is_foreign, is_loopback


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({"host": "127.0.0.1:8000"}, False),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}, False),
        ({"host": "Door.local:8000", "origin": "http://door.local:8000"}, False),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:9000"}, True),
        ({"host": "127.0.0.1:8000", "origin": "https://evil.example"}, True),
        ({"host": "127.0.0.1:8000", "origin": "null"}, True),
        ({"host": "127.0.0.1:8000", "origin": "http://["}, True),
        ({"host": "a.example", "sec-fetch-site": "same-origin"}, False),
        ({"host": "a.example", "sec-fetch-site": "none"}, False),
        ({"host": "a.example", "sec-fetch-site": "same-site"}, True),
        ({"host": "a.example", "sec-fetch-site": "cross-site", "origin": "https://a.example"}, True),
    ],
)
def test_pages_of_other_sites_are_foreign(headers, foreign):
    assert is_foreign(headers) is foreign


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8000", "::1"]
)
def test_names_of_this_machine_are_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "[fe80::1]:1", "["]
)
def test_other_names_are_not_loopback(host):
    assert not is_loopback(host)
