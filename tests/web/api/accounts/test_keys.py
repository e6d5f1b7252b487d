from __future__ import annotations

import pytest

from web import asking


@pytest.fixture
def browser(serve):
    with serve().browser() as client:
        yield client


def test_key_is_shown_once_and_opens(browser):
    made = browser.post("/api/v1/keys", json={"name": "Home Assistant", "role": "operator"}).json()
    assert made["key"].startswith("rollcall_")
    listed = browser.get("/api/v1/keys").json()
    assert listed == [{key: value for key, value in made.items() if key != "key"}]
    people = f"{browser.base_url}/api/v1/people"
    assert asking.post(people, json={"name": "Ada"}, headers={"X-API-Key": made["key"]}).status_code == 201
    assert asking.get(people, headers={"Authorization": f"Bearer {made['key']}"}).status_code == 200


def test_key_needs_no_token_since_no_browser_sends_it_by_itself(browser):
    key = browser.post("/api/v1/keys", json={"name": "script", "role": "operator"}).json()["key"]
    headers = {"X-API-Key": key, "Origin": "https://another.example"}
    assert asking.post(f"{browser.base_url}/api/v1/people", json={"name": "Ada"}, headers=headers).status_code == 201


def test_removed_key_opens_nothing(browser):
    made = browser.post("/api/v1/keys", json={"name": "script", "role": "viewer"}).json()
    assert browser.delete(f"/api/v1/keys/{made['id']}").status_code == 204
    headers = {"X-API-Key": made["key"]}
    assert asking.get(f"{browser.base_url}/api/v1/people", headers=headers).status_code == 401
    assert browser.delete(f"/api/v1/keys/{made['id']}").status_code == 404


def test_what_a_program_does_stands_in_the_audit_log_under_its_key(browser):
    key = browser.post("/api/v1/keys", json={"name": "script", "role": "operator"}).json()["key"]
    asking.post(f"{browser.base_url}/api/v1/people", json={"name": "Ada"}, headers={"X-API-Key": key})
    newest = browser.get("/api/v1/audit").json()["items"][0]
    assert (newest["actor"], newest["action"]) == ("key script", "person.add")
