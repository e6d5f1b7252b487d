from __future__ import annotations

import pytest

from web.serving import sign_in

PASSWORD = "correct horse"


@pytest.fixture
def browser(serve):
    with serve().browser() as client:
        client.post("/api/v1/users", json={"name": "ada", "role": "viewer", "password": PASSWORD}).raise_for_status()
        yield client


def test_added_user_signs_in_with_the_given_role(browser):
    with sign_in(str(browser.base_url), "ada", PASSWORD) as ada:
        assert ada.get("/api/v1/session").json()["role"] == "viewer"
        assert ada.post("/api/v1/people", json={"name": "Eve"}).status_code == 403


def test_list_shows_no_password(browser):
    users = browser.get("/api/v1/users").json()
    assert [(user["name"], user["role"], user["has_password"]) for user in users] == [
        ("ada", "viewer", True),
        ("admin", "admin", False),
    ]
    assert "argon2" not in browser.get("/api/v1/users").text


@pytest.mark.parametrize("change", [{"role": "operator"}, {"password": "battery staple"}])
def test_change_ends_the_user_s_sessions(browser, change):
    with sign_in(str(browser.base_url), "ada", PASSWORD) as ada:
        assert browser.patch("/api/v1/users/ada", json=change).status_code == 200
        assert ada.get("/api/v1/session").status_code == 401


def test_removed_user_is_out_at_once(browser):
    with sign_in(str(browser.base_url), "ada", PASSWORD) as ada:
        assert browser.delete("/api/v1/users/ada").status_code == 204
        assert ada.get("/api/v1/session").status_code == 401


def test_last_administrator_cannot_go(browser):
    assert browser.delete("/api/v1/users/admin").status_code == 422
    assert browser.patch("/api/v1/users/admin", json={"role": "viewer"}).status_code == 422


def test_unknown_user_is_not_found(browser):
    assert browser.patch("/api/v1/users/bob", json={"role": "viewer"}).status_code == 404
    assert browser.delete("/api/v1/users/bob").status_code == 404
