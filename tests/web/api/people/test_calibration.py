"""The calibration of the gallery by the API, with embeddings that are written down directly."""

from __future__ import annotations

from http import HTTPStatus

import cv2
import numpy as np
import pytest

from rollcall.service.people.calibrating import CalibrationUnderWayError
from rollcall.service.people.register import mark_of
from rollcall.store import MarkedEmbedding, NewPhoto

CALIBRATION = "/api/v1/calibration"
PEOPLE = ("Ada", "김철수", "Bob", "Eve", "Mia")
SPREAD = 0.35


def embeddings(person, size, count=3):
    """Return unit vectors around a direction of the person's own."""
    numbers = np.random.default_rng(person)
    centre = numbers.standard_normal(size)
    rows = centre + SPREAD * numbers.standard_normal((count, size))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def picture(number):
    return cv2.imencode(".png", np.full((8, 8, 3), number, np.uint8))[1].tobytes()


@pytest.fixture
def served(serve):
    return serve(auth=False)


@pytest.fixture
def gallery(served):
    """Five people of three photos each; a photo of Bob stands for Ada."""
    pack, store = served.system.pack, served.system.store
    ids = {}
    for number, name in enumerate(PEOPLE):
        vectors = embeddings(number, pack.embedding_size)
        if name == "Ada":
            vectors[2] = embeddings(PEOPLE.index("Bob"), pack.embedding_size)[0]
        photos = [
            NewPhoto(picture(10 * number + place), MarkedEmbedding(mark_of(pack), vector))
            for place, vector in enumerate(vectors)
        ]
        ids[name] = store.people.add(name, photos)
    return ids


@pytest.fixture
def anybody(served):
    with served.client(None) as client:
        yield client


def report(served, client):
    served.system.calibrating._thread.join()
    return client.get(CALIBRATION).json()


def test_report_names_the_photo_that_spoils_the_gallery_and_proposes_a_threshold(served, anybody, gallery):
    assert anybody.get(f"{CALIBRATION}/plot.svg").status_code == HTTPStatus.NOT_FOUND
    assert anybody.post(CALIBRATION, json={"false_names": 0.01}).status_code == HTTPStatus.ACCEPTED
    told = report(served, anybody)
    assert (told["running"], told["progress"], told["error"]) == (False, 1.0, "")
    found = told["report"]
    assert (found["people"], found["false_names"], found["alone"]) == (5, 0.01, [])
    wrong = [photo for photo in found["doubtful"] if photo["doubt"] == "somebody_else"]
    (ada,) = [photo for photo in wrong if photo["name"] == "Ada"]
    assert (ada["person"], ada["other_name"]) == (gallery["Ada"], "Bob")
    photos = anybody.get(f"/api/v1/people/{gallery['Ada']}/photos").json()
    assert ada["photo"] == photos[2]["id"]
    assert found["words"][0].startswith("Proposed for 5 people")
    plot = anybody.get(f"{CALIBRATION}/plot.svg")
    assert (plot.headers["content-type"], "<svg" in plot.text) == ("image/svg+xml", True)
    change = {"identity.threshold": found["threshold"], "identity.margin": found["margin"]}
    assert anybody.patch("/api/v1/settings", json={"values": change}).status_code == HTTPStatus.OK
    assert served.system.settings.identity.threshold == found["threshold"]


def test_an_empty_gallery_is_told_in_words(served, anybody):
    anybody.post(CALIBRATION, json={})
    told = report(served, anybody)
    assert (told["report"], "Nobody has a photo yet" in told["error"]) == (None, True)


@pytest.mark.usefixtures("gallery")
def test_one_measurement_at_a_time(served, anybody):
    calibrating = served.system.calibrating
    with calibrating._turn:
        calibrating.state = calibrating.state.__class__(running=True)
    answer = anybody.post(CALIBRATION, json={})
    assert (answer.status_code, "already" in answer.json()["detail"]) == (HTTPStatus.CONFLICT, True)
    with pytest.raises(CalibrationUnderWayError):
        calibrating.start(0.01)


@pytest.mark.usefixtures("gallery")
def test_what_is_given_up_leaves_no_report(served):
    calibrating = served.system.calibrating
    calibrating.start(0.01)
    calibrating.stop()
    assert (calibrating.state.running, calibrating.state.result) == (False, None)


def test_nobody_who_was_erased_stays_in_the_report(served, anybody, gallery):
    anybody.post(CALIBRATION, json={})
    assert "Ada" in str(report(served, anybody))
    assert anybody.delete(f"/api/v1/people/{gallery['Ada']}").status_code == HTTPStatus.NO_CONTENT
    assert anybody.get(CALIBRATION).json()["report"] is None
