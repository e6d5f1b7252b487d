from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from rollcall.model import Sighting
from rollcall.vision import read_image
from rollcall.web.access import Role

NOON = 1_800_000_000.0
SNAPSHOT = np.random.default_rng(1).integers(0, 255, (90, 60, 3), np.uint8)


@pytest.fixture
def client(served):
    with served.client(Role.VIEWER) as client:
        yield client


@pytest.fixture
def ada(served):
    """Ada was at the door at noon and an hour later in the yard; a stranger came to the door between."""
    store = served.system.store
    person = store.people.add("Ada")
    store.sightings.add(Sighting("door", 1, NOON, NOON + 10, person=person, name="Ada", score=0.61, snapshot=SNAPSHOT))
    store.sightings.add(Sighting("door", 2, NOON + 1800, NOON + 1860, reason="=cmd()"))
    store.sightings.add(Sighting("yard", 3, NOON + 3600, NOON + 3700, person=person, name="Ada", score=0.55))
    return person


def tracks(client, **query):
    return [seen["track"] for seen in client.get("/api/v1/sightings", params=query).json()["items"]]


@pytest.mark.usefixtures("ada")
def test_latest_comes_first(client):
    assert tracks(client) == [3, 2, 1]


def test_every_part_of_a_filter_must_hold(client, ada):
    assert tracks(client, camera="door") == [2, 1]
    assert tracks(client, person=ada) == [3, 1]
    assert tracks(client, known="false") == [2]
    assert tracks(client, since=NOON + 11) == [3, 2]
    assert tracks(client, until=NOON + 1800) == [1]
    assert tracks(client, camera="door", person=ada, until=NOON + 3600) == [1]
    assert client.get("/api/v1/sightings/count", params={"camera": "door"}).json() == 2


@pytest.mark.usefixtures("ada")
def test_pages_go_through_all(client):
    first = client.get("/api/v1/sightings", params={"limit": 2}).json()
    assert tracks(client, limit=2, after=first["next"]) == [1]


@pytest.mark.usefixtures("ada")
def test_numbers_that_are_none_find_nothing(client):
    assert tracks(client, since="nan") == []
    assert tracks(client, since="inf") == []
    assert client.get("/api/v1/sightings", params={"since": "noon"}).status_code == 422


@pytest.mark.usefixtures("ada")
def test_snapshot_is_shown_whole_and_small(client):
    address = client.get("/api/v1/sightings", params={"until": NOON + 1}).json()["items"][0]["snapshot"]
    assert read_image(client.get(address).content).shape == (90, 60, 3)
    assert read_image(client.get(address, params={"side": 30}).content).shape == (30, 20, 3)


@pytest.mark.usefixtures("ada")
def test_sighting_without_a_picture_says_so(client):
    (unknown,) = client.get("/api/v1/sightings", params={"known": "false"}).json()["items"]
    assert unknown["snapshot"] is None
    assert client.get(f"/api/v1/sightings/{unknown['id']}/snapshot").status_code == 404
    assert client.get("/api/v1/sightings/999").status_code == 404


@pytest.mark.usefixtures("ada")
def test_table_opens_in_a_spreadsheet_and_runs_nothing_there(client):
    answer = client.get("/api/v1/sightings/csv", params={"camera": "door"})
    assert answer.headers["content-disposition"] == 'attachment; filename="sightings.csv"'
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["camera"], row["name"], row["start"]) for row in rows] == [
        ("door", "", "2027-01-15T08:30:00+00:00"),
        ("door", "Ada", "2027-01-15T08:00:00+00:00"),
    ]
    assert rows[0]["reason"] == "'=cmd()"


def test_table_is_as_long_as_the_past(served, client):
    for number in range(1050):
        served.system.store.sightings.add(Sighting("door", number, NOON + number, NOON + number))
    assert len(client.get("/api/v1/sightings/csv").text.splitlines()) == 1 + 1050


def test_export_stands_in_the_audit_log(served, client):
    client.get("/api/v1/sightings/csv")
    with served.client(Role.ADMIN) as admin:
        assert admin.get("/api/v1/audit").json()["items"][0]["action"] == "sightings.export"
