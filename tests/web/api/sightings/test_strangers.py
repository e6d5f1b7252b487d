"""Strangers over HTTP: listed, shown, and everything that a user can say of them."""

from __future__ import annotations

import numpy as np
import pytest

from identity.faces import photo
from rollcall.identity import Encounter
from rollcall.model import Sighting
from rollcall.vision import read_image
from rollcall.web.access import Role

NOON = 1_800_000_000.0
SIZE = 128


@pytest.fixture
def client(served):
    with served.client(Role.OPERATOR) as client:
        yield client


@pytest.fixture
def audit(served):
    """The newest line of the audit log."""

    def newest():
        with served.client(Role.ADMIN) as admin:
            line = admin.get("/api/v1/audit").json()["items"][0]
        return line["action"], line["subject"], line["detail"]

    return newest


@pytest.fixture
def met(served):
    """Let somebody unknown come by; return the number of the sighting."""

    def come(seed: int, shot: int = 0, camera: str = "door") -> int:
        snapshot = np.random.default_rng(seed * 100 + shot).integers(0, 255, (90, 60, 3), np.uint8)
        start = NOON + seed * 100 + shot
        sighting: int = served.system.store.sightings.add(Sighting(camera, 1, start, start + 5, snapshot=snapshot))
        served.system.strangers.add(Encounter(sighting, start + 5, photo(seed, shot, noise=0.5), 1.5))
        return sighting

    return come


def listed(client, **query):
    return [each["id"] for each in client.get("/api/v1/strangers", params=query).json()["items"]]


def test_strangers_are_listed_by_when_or_how_often_they_came(client, met):
    met(5, 0)
    met(5, 1, camera="yard")
    met(6)
    assert listed(client) == [2, 1]
    assert listed(client, order="often") == [1, 2]
    assert client.get("/api/v1/strangers/count").json() == 2
    first = client.get("/api/v1/strangers", params={"limit": 1}).json()
    assert listed(client, after=first["next"]) == [1]
    often = client.get("/api/v1/strangers/1").json()
    assert (often["times"], often["cameras"], often["person"], often["ignored"]) == (2, ["door", "yard"], None, False)
    assert (often["first_seen"], often["last_seen"]) == (NOON + 500, NOON + 506)


def test_stranger_has_pictures_sightings_and_lookalikes(client, met):
    sightings = [met(5, shot) for shot in range(2)]
    met(6)
    stranger = client.get("/api/v1/strangers/1").json()
    assert [each["id"] for each in stranger["sightings"]] == sightings[::-1]
    assert [each["id"] for each in client.get("/api/v1/strangers/1/alike").json()] == [2]
    assert client.get("/api/v1/strangers/9/alike").status_code == 404
    assert len(stranger["pictures"]) == 2
    assert read_image(client.get(stranger["picture"], params={"side": 30}).content).shape == (30, 20, 3)
    assert read_image(client.get(stranger["pictures"][1]).content).shape == (90, 60, 3)


def test_named_stranger_becomes_a_person_with_a_past(client, met, audit):
    sightings = [met(5, shot) for shot in range(2)]
    named = client.post("/api/v1/strangers/1/name", json={"name": "김철수"}).json()
    assert (named["name"], named["sightings"]) == ("김철수", 2)
    assert audit() == ("stranger.name", named["person"], "stranger 1, 2 sightings")
    assert {client.get(f"/api/v1/sightings/{one}").json()["name"] for one in sightings} == {"김철수"}
    assert client.get(f"/api/v1/people/{named['person']}").json()["photos"] == 2
    assert listed(client) == []
    again = client.post("/api/v1/strangers/1/name", json={"name": "Bob"})
    assert (again.status_code, again.json()["detail"]) == (422, "Stranger 1 has a name already.")


def test_wrong_name_is_taken_back_at_once(client, met, audit):
    sightings = [met(5, shot) for shot in range(2)]
    named = client.post("/api/v1/strangers/1/name", json={"name": "Ada"}).json()
    stranger = client.delete("/api/v1/strangers/1/name").json()
    assert (stranger["id"], stranger["times"], stranger["person"]) == (1, 2, None)
    assert audit() == ("stranger.unname", "1", "2 sightings")
    assert {client.get(f"/api/v1/sightings/{one}").json()["name"] for one in sightings} == {None}
    assert client.get(f"/api/v1/people/{named['person']}").status_code == 404
    assert listed(client) == [1]
    refused = client.delete("/api/v1/strangers/1/name")
    assert (refused.status_code, "cannot be taken back" in refused.json()["detail"]) == (422, True)
    assert refused.json()["phrase"]["code"] == "stranger.not_unnamed"


def test_stranger_is_named_after_somebody_who_is_there(client, met):
    ada = client.post("/api/v1/people", json={"name": "Ada"}).json()["id"]
    met(5)
    assert client.post("/api/v1/strangers/1/name", json={"person": ada}).json()["name"] == "Ada"


@pytest.mark.parametrize("whom", [{}, {"name": ""}, {"name": "Ada", "person": "x"}, {"person": "nobody"}])
def test_nobody_in_particular_is_refused(client, met, whom):
    met(5)
    assert client.post("/api/v1/strangers/1/name", json=whom).status_code == 422


def test_two_strangers_are_made_one(client, met, audit):
    met(5)
    met(6)
    assert client.post("/api/v1/strangers/1/merge", json={"duplicate": 2}).json()["times"] == 2
    assert audit() == ("stranger.merge", "1", "with 2")
    assert listed(client) == [1]
    assert client.post("/api/v1/strangers/1/merge", json={"duplicate": 1}).status_code == 422
    assert client.post("/api/v1/strangers/1/merge", json={"duplicate": 2}).status_code == 404


def test_wrong_merge_is_taken_back_at_once(client, met, audit):
    met(5)
    sightings = [met(6, shot) for shot in range(2)]
    client.post("/api/v1/strangers/1/merge", json={"duplicate": 2})
    again = client.delete("/api/v1/strangers/1/merge/2").json()
    assert (again["id"], again["times"]) == (2, 2)
    assert audit() == ("stranger.unmerge", "1", "from 2")
    assert {client.get(f"/api/v1/sightings/{one}").json()["stranger"] for one in sightings} == {2}
    assert listed(client) == [2, 1]
    refused = client.delete("/api/v1/strangers/1/merge/2")
    assert (refused.status_code, refused.json()["phrase"]["code"]) == (422, "stranger.not_unmerged")


def test_ignored_stranger_moves_to_a_list_of_its_own_and_back(client, met, audit):
    met(5)
    assert client.post("/api/v1/strangers/1/ignore").json()["ignored"]
    assert audit() == ("stranger.ignore", "1", "")
    assert (listed(client), listed(client, ignored=True)) == ([], [1])
    assert not client.post("/api/v1/strangers/1/heed").json()["ignored"]
    assert audit() == ("stranger.heed", "1", "")
    assert listed(client) == [1]


def test_sighting_is_said_to_be_of_another_stranger(client, met, audit):
    met(5, 0)
    sighting = met(5, 1)
    assert client.post(f"/api/v1/sightings/{sighting}/reject").json()["stranger"] == 2
    assert audit() == ("sighting.reject", str(sighting), "")
    assert listed(client) == [2, 1]
    refused = client.post(f"/api/v1/sightings/{sighting}/reject")
    assert (refused.status_code, "not one of several" in refused.json()["detail"]) == (422, True)


def test_naming_a_sighting_names_its_stranger(client, met, audit):
    first, second = met(5, 0), met(5, 1)
    answer = client.post(f"/api/v1/sightings/{second}/name", json={"name": "Ada"}).json()
    assert (answer["sighting"]["name"], answer["sighting"]["said"]) == ("Ada", True)
    assert audit() == ("sighting.name", answer["sighting"]["person"], f"sighting {second}")
    assert client.get(f"/api/v1/sightings/{first}").json()["name"] == "Ada"


def test_erased_stranger_leaves_a_line_in_the_audit_log(client, met, audit):
    sighting = met(5)
    assert client.delete("/api/v1/strangers/1").status_code == 204
    assert audit() == ("stranger.erase", "1", "1 sightings, 1 picture files")
    assert client.get(f"/api/v1/sightings/{sighting}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/strangers/9/name"),
        ("DELETE", "/api/v1/strangers/9/name"),
        ("DELETE", "/api/v1/strangers/9/merge/8"),
        ("POST", "/api/v1/strangers/9/ignore"),
        ("POST", "/api/v1/strangers/9/heed"),
        ("DELETE", "/api/v1/strangers/9"),
        ("GET", "/api/v1/strangers/9"),
        ("GET", "/api/v1/strangers/9/picture"),
        ("POST", "/api/v1/sightings/9/name"),
        ("POST", "/api/v1/sightings/9/reject"),
    ],
)
def test_who_is_not_there_is_not_found_and_changes_need_an_operator(admin, viewer, method, path):
    body = {"json": {"name": "Ada"}} if path.endswith("/name") and method == "POST" else {}
    assert admin.request(method, path, **body).status_code == 404
    assert viewer.request(method, path, **body).status_code == (404 if method == "GET" else 403)
