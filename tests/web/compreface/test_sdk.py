"""CompreFace's own Python SDK against our routes: what its documentation shows works here."""

from __future__ import annotations

import pytest
from compreface import CompreFace

from rollcall.web.access import Role
from web import asking

NOBODY_UUID = "00000000-0000-0000-0000-0000000003e7"


@pytest.fixture
def sdk(served):
    domain, port = served.url.rsplit(":", 1)
    return CompreFace(domain, port)


@pytest.fixture
def key(served):
    return served.key(Role.ADMIN)


@pytest.fixture
def recognition(sdk, key):
    return sdk.init_face_recognition(key)


@pytest.fixture
def collection(recognition):
    return recognition.get_face_collection()


@pytest.fixture
def subjects(recognition):
    return recognition.get_subjects()


def test_face_is_added_and_recognised(collection, recognition, portraits):
    added = collection.add(portraits.obama[0], "Barack Obama")
    assert added["subject"] == "Barack Obama"
    (face,) = recognition.recognize(portraits.obama[1])["result"]
    assert [subject["subject"] for subject in face["subjects"]] == ["Barack Obama"]
    assert face["subjects"][0]["similarity"] > 0.9
    assert face["box"]["x_min"] < face["box"]["x_max"]
    assert set(face) == {"box", "subjects"}


def test_stranger_is_less_similar_than_half(collection, recognition, portraits):
    collection.add(portraits.obama[0], "Barack Obama")
    (face,) = recognition.recognize(portraits.harington)["result"]
    assert face["subjects"][0]["similarity"] < 0.5


def test_options_tell_more(collection, recognition, portraits):
    collection.add(portraits.obama[0], "Barack Obama")
    collection.add(portraits.biden[0], "Joe Biden")
    options = {"prediction_count": 2, "status": True, "face_plugins": "landmarks,calculator", "limit": 1}
    answer = recognition.recognize(portraits.obama[1], options)
    (face,) = answer["result"]
    assert [subject["subject"] for subject in face["subjects"]] == ["Barack Obama", "Joe Biden"]
    assert (len(face["landmarks"]), len(face["embedding"])) == (5, 128)
    assert set(face["execution_time"]) == set(answer["plugins_versions"]) == {"detector", "calculator"}


def test_limit_keeps_the_largest_faces(sdk, key, portraits):
    detection = sdk.init_face_detection(key)
    assert len(detection.detect(portraits.two_people)["result"]) == 2
    assert len(detection.detect(portraits.two_people, {"limit": 1})["result"]) == 1
    assert detection.detect(portraits.two_people, {"det_prob_threshold": 1.0})["code"] == 28


def test_photo_with_two_faces_is_refused_with_compreface_s_number(collection, portraits):
    refused = collection.add(portraits.two_people, "Somebody")
    assert refused["code"] == 31
    assert "2 faces" in refused["message"]


def test_picture_without_a_face_has_the_number_that_double_take_knows(recognition, shared_dir):
    answer = recognition.recognize((shared_dir / "data" / "hard" / "no_face.png").read_bytes())
    assert answer["code"] == 28


def test_refused_photo_leaves_no_empty_subject(collection, subjects, portraits):
    collection.add(portraits.two_people, "Somebody")
    assert subjects.list() == {"subjects": []}


def test_photos_are_listed_and_deleted(collection, portraits):
    first = collection.add(portraits.obama[0], "Barack Obama")
    collection.add(portraits.obama[1], "Barack Obama")
    collection.add(portraits.biden[0], "Joe Biden")
    listed = collection.list()
    assert (listed["total_elements"], listed["total_pages"], listed["page_number"]) == (3, 1, 0)
    assert listed["faces"][0] == first
    assert collection.delete(first["image_id"]) == first
    assert collection.delete_all("Barack Obama") == {"deleted": 1}
    assert [face["subject"] for face in collection.list()["faces"]] == ["Joe Biden"]


def test_unknown_photo_is_not_found(collection):
    assert "message" in collection.delete(NOBODY_UUID)
    assert collection.delete("rubbish")["code"] == 11


def test_photo_is_compared_with_a_kept_one(collection, portraits):
    kept = collection.add(portraits.obama[0], "Barack Obama")["image_id"]
    (same,) = collection.verify(portraits.obama[1], kept)["result"]
    (other,) = collection.verify(portraits.harington, kept)["result"]
    assert same["similarity"] > 0.5 > other["similarity"]


def test_two_pictures_are_compared(sdk, key, portraits):
    verification = sdk.init_face_verification(key)
    (answer,) = verification.verify(portraits.obama[0], portraits.two_people)["result"]
    assert len(answer["face_matches"]) == 2
    assert answer["source_image_face"]["box"]["probability"] > 0.5


def test_subjects_are_added_renamed_and_deleted(subjects):
    assert subjects.add("Ada") == {"subject": "Ada"}
    assert subjects.add("김철수") == {"subject": "김철수"}
    assert subjects.list() == {"subjects": ["Ada", "김철수"]}
    assert subjects.update("Ada", "Ada Lovelace") == {"updated": True}
    assert subjects.delete("Ada Lovelace") == {"subject": "Ada Lovelace"}
    assert subjects.list() == {"subjects": ["김철수"]}
    assert subjects.delete_all() == {"deleted": 1}


def test_subject_is_added_once(served, subjects):
    subjects.add("Ada")
    subjects.add("Ada")
    assert subjects.list() == {"subjects": ["Ada"]}
    assert [line.action for line in served.system.store.audit.page().items] == ["person.add"]


def test_rename_to_a_name_that_is_there_makes_one_of_two(collection, subjects, portraits):
    collection.add(portraits.obama[0], "Barack Obama")
    collection.add(portraits.obama[1], "President")
    subjects.update("President", "Barack Obama")
    assert subjects.list() == {"subjects": ["Barack Obama"]}
    assert collection.list()["total_elements"] == 2


def test_unknown_subject_is_not_found(subjects):
    assert "message" in subjects.delete("Nobody")
    assert "message" in subjects.update("Nobody", "Eve")


def test_wrong_key_is_refused_with_a_message(sdk, portraits):
    answer = sdk.init_face_recognition("wrong").recognize(portraits.obama[0])
    assert set(answer) == {"message", "code"}


def test_what_does_not_fit_is_told_in_compreface_s_form(served, key):
    answer = asking.post(f"{served.url}/api/v1/recognition/faces", headers={"x-api-key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, 26)


def test_photo_is_downloaded_as_it_was_given(served, key, collection, portraits):
    kept = collection.add(portraits.obama[0], "Barack Obama")["image_id"]
    answer = asking.get(f"{served.url}/api/v1/recognition/faces/{kept}/img", headers={"x-api-key": key})
    assert answer.content == portraits.obama[0]


def test_operators_may_not_delete_everybody(served):
    operator = {"x-api-key": served.key(Role.OPERATOR)}
    assert asking.delete(f"{served.url}/api/v1/recognition/subjects", headers=operator).status_code == 403
