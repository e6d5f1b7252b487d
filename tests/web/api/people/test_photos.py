from __future__ import annotations

import pytest

from rollcall.vision import read_image
from rollcall.web.access import Role


@pytest.fixture
def client(served):
    with served.client(Role.OPERATOR) as client:
        yield client


@pytest.fixture
def person(client):
    return client.post("/api/v1/people", json={"name": "Barack Obama"}).json()["id"]


def upload(client, person, *photos):
    files = [("photos", (f"{number}.jpg", photo)) for number, photo in enumerate(photos)]
    return client.post(f"/api/v1/people/{person}/photos", files=files).json()


def test_each_photo_is_answered_for_by_itself(client, person, portraits):
    answers = upload(client, person, portraits.obama[0], portraits.two_people, b"no picture", portraits.obama[1])
    assert [answer["taken"] for answer in answers] == [True, False, False, True]
    assert [answer["file"] for answer in answers] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert (answers[1]["fault"], answers[1]["words"]) == ("several_faces", "2 faces; crop it to one person")
    assert answers[2]["fault"] == "unreadable"
    assert [photo["id"] for photo in client.get(f"/api/v1/people/{person}/photos").json()] == [
        answers[0]["photo"],
        answers[3]["photo"],
    ]


def test_same_photo_twice_is_told(client, person, portraits):
    first, second = upload(client, person, portraits.obama[0], portraits.obama[0])
    assert (first["taken"], second["taken"], second["fault"]) == (True, False, "duplicate")


def test_face_of_somebody_else_in_the_gallery_is_taken_and_told(client, person, portraits):
    upload(client, person, portraits.obama[0])
    other = client.post("/api/v1/people", json={"name": "Somebody"}).json()["id"]
    (answer,) = upload(client, other, portraits.obama[1])
    assert (answer["taken"], answer["looks_like"]) == (True, "Barack Obama")
    assert "two names" in answer["words"]


def test_photo_is_kept_as_given_and_shown_small(client, person, portraits):
    (answer,) = upload(client, person, portraits.obama[0])
    address = client.get(f"/api/v1/photos/{answer['photo']}").json()["image"]
    given = client.get(address)
    assert (given.content, given.headers["content-type"]) == (portraits.obama[0], "image/jpeg")
    small = client.get(address, params={"side": 64})
    assert max(read_image(small.content).shape) == 64


def test_browser_fetches_a_picture_once(client, person, portraits):
    (answer,) = upload(client, person, portraits.obama[0])
    address = f"/api/v1/photos/{answer['photo']}/image"
    first = client.get(address)
    assert "immutable" in first.headers["cache-control"]
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_removed_photo_is_gone_from_the_gallery_too(served, client, person, portraits):
    first, _ = upload(client, person, *portraits.obama)
    assert client.delete(f"/api/v1/photos/{first['photo']}").status_code == 204
    assert client.get(f"/api/v1/photos/{first['photo']}").status_code == 404
    assert client.get(f"/api/v1/photos/{first['photo']}/image").status_code == 404
    assert client.delete(f"/api/v1/photos/{first['photo']}").status_code == 404
    assert len(served.system.gallery.person(person).embeddings) == 1


def test_photo_of_nobody_is_refused(client, portraits):
    answer = client.post("/api/v1/people/nobody/photos", files={"photos": portraits.obama[0]})
    assert answer.status_code == 404


def test_upload_without_photos_is_refused(client, person):
    assert client.post(f"/api/v1/people/{person}/photos", data={"x": "y"}).status_code == 422
