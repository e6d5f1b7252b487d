from __future__ import annotations

import cv2
import numpy as np
import pytest

from rollcall.web.access import Role


@pytest.fixture(scope="module", autouse=True)
def known_people(module_served, portraits):
    with module_served.client(Role.OPERATOR) as client:
        for name, photo in (("Barack Obama", portraits.obama[0]), ("Joe Biden", portraits.biden[0])):
            person = client.post("/api/v1/people", json={"name": name}).json()["id"]
            client.post(f"/api/v1/people/{person}/photos", files={"photos": photo}).raise_for_status()


@pytest.fixture
def empty():
    return cv2.imencode(".png", np.full((120, 160, 3), 127, np.uint8))[1].tobytes()


def recognise(client, picture, **query):
    return client.post("/api/v1/recognize", files={"picture": picture}, params=query).json()


def test_known_person_is_named_with_a_reason(viewer, portraits):
    answer = recognise(viewer, portraits.obama[1])
    (face,) = answer["faces"]
    assert (face["name"], face["state"], face["reason"]) == ("Barack Obama", "known", "recognised")
    assert [candidate["name"] for candidate in face["candidates"]] == ["Barack Obama", "Joe Biden"]
    assert face["candidates"][0]["score"] > answer["threshold"] > face["candidates"][1]["score"]


def test_unknown_person_is_not_named_and_the_nearest_are_told(viewer, portraits):
    (face,) = recognise(viewer, portraits.harington, candidates=1)["faces"]
    assert (face["name"], face["state"], face["reason"]) == (None, "unknown", "below_threshold")
    assert len(face["candidates"]) == 1


def test_candidates_may_be_left_out(viewer, portraits):
    (face,) = recognise(viewer, portraits.obama[1], candidates=0)["faces"]
    assert (face["name"], face["candidates"]) == ("Barack Obama", [])


def test_every_face_is_found_the_largest_first(viewer, portraits):
    answer = viewer.post("/api/v1/detect", files={"picture": portraits.two_people}).json()
    sizes = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (face["box"] for face in answer["faces"])]
    assert len(sizes) == 2
    assert sizes == sorted(sizes, reverse=True)
    for face in answer["faces"]:
        x1, y1, x2, y2 = face["box"]
        assert all(x1 < x < x2 and y1 < y < y2 for x, y in face["landmarks"])


def test_picture_without_a_face_is_an_answer(viewer, empty):
    assert recognise(viewer, empty)["faces"] == []
    answer = viewer.post("/api/v1/compare", files={"first": empty, "second": empty}).json()
    assert (answer["reference"], answer["faces"]) == (None, [])


def test_same_person_is_told_from_another(viewer, portraits):
    def compare(second):
        files = {"first": portraits.obama[0], "second": second}
        (face,) = viewer.post("/api/v1/compare", files=files).json()["faces"]
        return face

    same, other = compare(portraits.obama[1]), compare(portraits.harington)
    assert (same["same"], other["same"]) == (True, False)
    assert same["score"] > other["score"]


def test_questions_leave_nothing_behind(module_served, viewer, portraits):
    before = module_served.system.store.images.total_bytes()
    recognise(viewer, portraits.harington)
    assert module_served.system.store.images.total_bytes() == before
