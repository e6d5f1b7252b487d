"""Signing in as people do it: the link of the first start, a password, and out again."""

from __future__ import annotations

import httpx
import pytest

from web import asking
from web.serving import sign_in

PASSWORD = "correct horse"


@pytest.fixture
def browser(served):
    with served.browser() as client:
        yield client


def choose_password(client: httpx.Client) -> None:
    assert client.put("/api/v1/session/password", json={"new": PASSWORD}).status_code == 204


def test_link_of_the_first_start_opens_the_page_signed_in(served):
    with httpx.Client(timeout=60, base_url=served.url, follow_redirects=True) as client:
        page = client.get(served.server.welcome_url, headers={"Accept": "text/html"})
        assert (page.status_code, page.url.path) == (200, "/")
        session = client.get("/api/v1/session").json()
    assert (session["user"], session["role"], session["password_needed"]) == ("admin", "admin", True)


def test_link_works_once(served):
    link = served.server.welcome_url
    assert asking.get(link).status_code == 303
    again = asking.get(link)
    assert (again.status_code, "used already" in again.json()["detail"]) == (403, True)


def test_link_bears_the_address_by_which_the_pages_are_reached(serve):
    served = serve(public_url="https://cameras.example.org")
    assert served.server.welcome_url.startswith("https://cameras.example.org/welcome?token=")


def test_cookie_is_hidden_from_scripts_and_other_sites(served):
    cookie = asking.get(served.server.welcome_url).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_cookie_travels_by_https_only_where_there_is_https(serve):
    served = serve(https=True)
    with httpx.Client(timeout=60, verify=False) as client:  # noqa: S501 - self-signed
        assert "Secure" in client.get(served.server.welcome_url).headers["set-cookie"]


def test_password_that_was_chosen_signs_in(served, browser):
    choose_password(browser)
    with sign_in(served.url, "admin", PASSWORD) as client:
        session = client.get("/api/v1/session").json()
        assert (session["user"], session["password_needed"]) == ("admin", False)
        assert client.post("/api/v1/people", json={"name": "Ada"}).status_code == 201


def test_no_link_once_there_is_a_password(serve, served, browser, tmp_path):
    choose_password(browser)
    served.stop()
    again = serve(data=tmp_path / "data")
    assert again.server.welcome_url is None
    with sign_in(again.url, "admin", PASSWORD) as client:
        assert client.get("/api/v1/people").status_code == 200


def test_session_goes_on_after_a_restart(serve, served, browser, tmp_path):
    cookies = dict(browser.cookies)
    served.stop()
    again = serve(data=tmp_path / "data")
    assert asking.get(f"{again.url}/api/v1/session", cookies=cookies).json()["user"] == "admin"


def test_new_password_ends_every_other_session(served, browser):
    choose_password(browser)
    with sign_in(served.url, "admin", PASSWORD) as other:
        change = {"old": PASSWORD, "new": "battery staple"}
        assert browser.put("/api/v1/session/password", json=change).status_code == 204
        assert other.get("/api/v1/session").status_code == 401
    assert browser.get("/api/v1/session").status_code == 200


def test_old_password_is_asked_for(browser):
    choose_password(browser)
    for old in ("", "wrong password"):
        answer = browser.put("/api/v1/session/password", json={"old": old, "new": "battery staple"})
        assert (answer.status_code, answer.json()["detail"]) == (403, "The old password is wrong.")


def test_short_password_is_refused_in_words(browser):
    answer = browser.put("/api/v1/session/password", json={"new": "short"})
    assert (answer.status_code, "8 to 256 characters" in answer.json()["detail"]) == (422, True)


def test_key_has_no_password(served):
    from rollcall.web.access import Role

    with served.client(Role.ADMIN) as program:
        assert program.put("/api/v1/session/password", json={"new": PASSWORD}).status_code == 403


@pytest.mark.parametrize("login", [{"name": "admin", "password": "wrong"}, {"name": "nobody", "password": PASSWORD}])
def test_wrong_name_and_wrong_password_look_the_same(served, browser, login):
    choose_password(browser)
    answer = asking.post(f"{served.url}/api/v1/session", json=login)
    assert (answer.status_code, answer.json()["detail"]) == (401, "Name or password is wrong.")
    assert "set-cookie" not in answer.headers


def test_empty_password_does_not_open_an_account_without_one(served):
    answer = asking.post(f"{served.url}/api/v1/session", json={"name": "admin", "password": ""})
    assert answer.status_code == 401


def test_guessing_is_slowed_down_also_for_the_right_password(served, browser):
    choose_password(browser)
    for _ in range(5):
        assert asking.post(f"{served.url}/api/v1/session", json={"name": "admin", "password": "x"}).status_code == 401
    answer = asking.post(f"{served.url}/api/v1/session", json={"name": "admin", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


def test_signing_out_ends_the_session(browser):
    cookies = dict(browser.cookies)
    assert browser.delete("/api/v1/session").status_code == 204
    assert asking.get(f"{browser.base_url}/api/v1/session", cookies=cookies).status_code == 401


def test_everything_is_in_the_audit_log(served, browser):
    choose_password(browser)
    asking.post(f"{served.url}/api/v1/session", json={"name": "admin", "password": "wrong"})
    lines = [(line["actor"], line["action"]) for line in browser.get("/api/v1/audit").json()["items"]]
    assert lines == [("127.0.0.1", "login.refused"), ("admin", "password.change"), ("admin", "login")]
