from __future__ import annotations

import pytest
from pydantic import ValidationError

from rollcall.config import WebSettings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "door.example"])  # noqa: S104
def test_login_is_off_on_this_machine_only(host):
    with pytest.raises(ValidationError, match=r"127\.0\.0\.1 only"):
        WebSettings(auth=False, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_login_may_be_off_on_this_machine(host):
    assert not WebSettings(auth=False, host=host).auth


def test_login_is_on_unless_said_otherwise():
    assert WebSettings(host="0.0.0.0").auth  # noqa: S104


@pytest.mark.parametrize("given", [{"certificate": "a.pem"}, {"private_key": "a.pem"}])
def test_certificate_and_key_go_together(given):
    with pytest.raises(ValidationError, match="one of them is missing"):
        WebSettings(**given)


def test_a_public_address_has_a_scheme_a_host_and_no_more():
    assert WebSettings(public_url="https://cameras.example.org/").public_url == "https://cameras.example.org"
    assert WebSettings(public_url="http://nas:9000").public_url == "http://nas:9000"


@pytest.mark.parametrize(
    "url", ["cameras.example.org", "https://", "https://a.org/rollcall", "https://u:p@a.org", "ftp://a.org"]
)
def test_anything_else_is_no_public_address(url):
    with pytest.raises(ValidationError, match=r"https://cameras\.example\.org"):
        WebSettings(public_url=url)
