from __future__ import annotations

import pytest

from rollcall.model import Sighting
from rollcall.web.access import Role


@pytest.fixture
def client(served):
    with served.client(Role.OPERATOR) as client:
        yield client


def add(client, name, **more):
    return client.post("/api/v1/people", json={"name": name} | more).json()["id"]


def names(client, **query):
    return [person["name"] for person in client.get("/api/v1/people", params=query).json()["items"]]


def test_person_is_as_given(client):
    given = {"name": "김철수", "notes": "3층", "consent": "서면", "tags": ["staff", "직원"]}
    made = client.post("/api/v1/people", json=given)
    assert made.status_code == 201
    person = client.get(f"/api/v1/people/{made.json()['id']}").json()
    assert person == made.json()
    assert {key: person[key] for key in given} == given
    assert (person["active"], person["photos"]) == (True, 0)


def test_pages_go_through_all_people_by_name(client):
    for name in ("Eve", "ada", "Bob", "김철수", "Dan"):
        add(client, name)
    seen, after = [], None
    while True:
        page = client.get("/api/v1/people", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [person["name"] for person in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ["ada", "Bob", "Dan", "Eve", "김철수"]


def test_people_are_found_by_part_of_a_name_and_by_tag(client):
    add(client, "Ada Lovelace", tags=["staff"])
    add(client, "Alan Turing")
    assert names(client, text="LOVE") == ["Ada Lovelace"]
    assert names(client, tag="staff") == ["Ada Lovelace"]
    assert names(client, active="false") == []


def test_people_are_counted_and_listed_in_another_order(client, served):
    ids = [add(client, name, tags=["staff"] * (name == "Bob")) for name in ("Ada", "Bob")]
    served.system.store.sightings.add(Sighting("door", 1, 10.0, 20.0, person=ids[1], name="Bob"))
    assert names(client, order="seen") == ["Bob", "Ada"]
    assert client.get(f"/api/v1/people/{ids[1]}").json()["last_seen"] == 20.0
    assert client.get("/api/v1/people/count").json() == 2
    assert client.get("/api/v1/people/count", params={"tag": "staff", "text": "b"}).json() == 1
    assert client.get("/api/v1/people/tags").json() == ["staff"]


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 301])
def test_unfit_name_is_refused(client, name):
    assert client.post("/api/v1/people", json={"name": name}).status_code == 422


def test_only_what_is_given_changes(client):
    person = add(client, "Ada", notes="first")
    changed = client.patch(f"/api/v1/people/{person}", json={"name": "Ada King"}).json()
    assert (changed["name"], changed["notes"]) == ("Ada King", "first")


def test_new_name_is_in_past_sightings_and_in_the_gallery(served, client, portraits):
    person = add(client, "Ada")
    client.post(f"/api/v1/people/{person}/photos", files={"photos": portraits.obama[0]})
    seen = served.system.store.sightings.add(Sighting("door", 1, 10.0, 20.0, person=person, name="Ada"))
    client.patch(f"/api/v1/people/{person}", json={"name": "Ada King"})
    assert client.get(f"/api/v1/sightings/{seen}").json()["name"] == "Ada King"
    assert served.system.gallery.person(person).name == "Ada King"


def test_first_photo_is_the_portrait_in_the_list(client, portraits):
    person = add(client, "Ada")
    assert client.get("/api/v1/people").json()["items"][0]["portrait"] is None
    for photo in portraits.obama[:2]:
        client.post(f"/api/v1/people/{person}/photos", files={"photos": photo})
    portrait = client.get("/api/v1/people").json()["items"][0]["portrait"]
    assert portrait == client.get(f"/api/v1/people/{person}/photos").json()[0]["image"]


def test_inactive_person_is_not_recognised_until_active_again(served, client, portraits):
    person = add(client, "Ada")
    client.post(f"/api/v1/people/{person}/photos", files={"photos": portraits.obama[0]})
    client.patch(f"/api/v1/people/{person}", json={"active": False})
    assert served.system.gallery.person(person) is None
    client.patch(f"/api/v1/people/{person}", json={"active": True})
    assert len(served.system.gallery.person(person).embeddings) == 1


def test_merged_people_are_one_with_both_pasts(served, client, portraits):
    ada, twice = add(client, "Ada"), add(client, "A. Lovelace")
    client.post(f"/api/v1/people/{ada}/photos", files={"photos": portraits.obama[0]})
    client.post(f"/api/v1/people/{twice}/photos", files={"photos": portraits.obama[1]})
    seen = served.system.store.sightings.add(Sighting("door", 1, 10.0, 20.0, person=twice, name="A. Lovelace"))
    merged = client.post(f"/api/v1/people/{ada}/merge", json={"duplicate": twice}).json()
    assert (merged["name"], merged["photos"]) == ("Ada", 2)
    assert client.get(f"/api/v1/people/{twice}").status_code == 404
    assert client.get(f"/api/v1/sightings/{seen}").json()["person"] == ada
    assert len(served.system.gallery.person(ada).embeddings) == 2
    assert served.system.gallery.person(twice) is None


def test_merge_is_taken_back(served, client, portraits):
    ada, twice = add(client, "Ada"), add(client, "A. Lovelace")
    client.post(f"/api/v1/people/{twice}/photos", files={"photos": portraits.obama[1]})
    seen = served.system.store.sightings.add(Sighting("door", 1, 10.0, 20.0, person=twice, name="A. Lovelace"))
    before = client.get(f"/api/v1/people/{twice}").json()
    client.post(f"/api/v1/people/{ada}/merge", json={"duplicate": twice})
    assert client.delete(f"/api/v1/people/{ada}/merge/{twice}").json() == before
    assert client.get(f"/api/v1/sightings/{seen}").json()["person"] == twice
    assert len(served.system.gallery.person(twice).embeddings) == 1
    refused = client.delete(f"/api/v1/people/{ada}/merge/{twice}")
    assert (refused.status_code, refused.json()["phrase"]["code"]) == (422, "person.not_unmerged")
    assert client.delete(f"/api/v1/people/nobody/merge/{twice}").status_code == 404


def test_person_is_not_merged_with_the_same_person(client):
    ada = add(client, "Ada")
    assert client.post(f"/api/v1/people/{ada}/merge", json={"duplicate": ada}).status_code == 422
    assert client.post(f"/api/v1/people/{ada}/merge", json={"duplicate": "nobody"}).status_code == 404


def test_nothing_is_left_of_an_erased_person_but_a_line_without_the_name(served, client, portraits, tmp_path):
    person = add(client, "Ada Lovelace")
    client.post(f"/api/v1/people/{person}/photos", files={"photos": portraits.obama[0]})
    seen = served.system.store.sightings.add(Sighting("door", 1, 10.0, 20.0, person=person, name="Ada Lovelace"))
    assert client.delete(f"/api/v1/people/{person}").status_code == 204
    assert client.get(f"/api/v1/people/{person}").status_code == 404
    assert client.get(f"/api/v1/sightings/{seen}").status_code == 404
    assert served.system.gallery.person(person) is None
    assert [path for path in (tmp_path / "data" / "images").rglob("*") if path.is_file()] == []
    with served.client(Role.ADMIN) as admin:
        log = admin.get("/api/v1/audit").text
    assert "person.erase" in log
    assert "Lovelace" not in log


def test_person_who_is_not_there_cannot_be_changed_or_erased(client):
    assert client.patch("/api/v1/people/nobody", json={"name": "Eve"}).status_code == 404
    assert client.delete("/api/v1/people/nobody").status_code == 404
    assert client.get("/api/v1/people/nobody/photos").status_code == 404


def test_people_of_the_store_are_recognised_after_a_restart(serve, served, client, portraits, tmp_path):
    person = add(client, "Barack Obama")
    client.post(f"/api/v1/people/{person}/photos", files={"photos": portraits.obama[0]})
    served.stop()
    with serve(data=tmp_path / "data").client(Role.VIEWER) as again:
        faces = again.post("/api/v1/recognize", files={"picture": portraits.obama[1]}).json()["faces"]
    assert [face["name"] for face in faces] == ["Barack Obama"]


def test_audit_log_tells_what_a_person_is_called_now_and_no_name_of_one_who_is_erased(served, client):
    ada, eve = add(client, "Ada"), add(client, "Eve")
    client.patch(f"/api/v1/people/{ada}", json={"name": "Ada King"})
    client.delete(f"/api/v1/people/{eve}")
    with served.client(Role.ADMIN) as admin:
        lines = admin.get("/api/v1/audit").json()["items"]
    assert {(line["subject"], line["name"]) for line in lines if line["subject"] in (ada, eve)} == {
        (ada, "Ada King"),
        (eve, None),
    }
