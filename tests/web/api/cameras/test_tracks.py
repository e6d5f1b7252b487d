"""Why somebody is or is not recognised: every reason there is, by a recognizer, as the API tells it."""

from __future__ import annotations

import httpx
import numpy as np
import pytest

from identity.faces import direction, face, person, photo, track
from rollcall.config import CameraSettings, IdentitySettings
from rollcall.identity import Gallery, Reason, Recognizer
from rollcall.model import Face, Person
from rollcall.redaction import SourceUrl
from rollcall.service import SeenPerson
from rollcall.service.analysis.scene import Scene
from rollcall.web.access import Role

NOTHING_COMES = CameraSettings(name="door", url=SourceUrl("rtsp://127.0.0.1:1/gone"))
THRESHOLD = 0.45

SHOWN: dict[Reason, list[Face]] = {
    Reason.NO_EVIDENCE: [face()],
    Reason.TOO_SMALL: [face(side=15)],
    Reason.TOO_POOR: [face(weight=0.01)],
    Reason.LITTLE_EVIDENCE: [face(photo(2), weight=0.35)],
    Reason.BELOW_THRESHOLD: [face(photo(50))],
    Reason.TWO_CANDIDATES: [face(direction(1) + direction(2))],
    Reason.CONTRADICTED: [face(photo(seed, shot)) for shot, seed in enumerate((3, 3, 4, 4))],
    Reason.RECOGNISED: [face(photo(5))],
}
"""Whose newest decision has that reason, face by face."""


def decide_each() -> list[SeenPerson]:
    """Return somebody for every reason."""
    gallery = Gallery([person(seed) for seed in range(1, 7)])
    recognizer = Recognizer(gallery, IdentitySettings(), THRESHOLD)
    seen = [_see(recognizer, number, shown) for number, shown in enumerate(SHOWN.values(), start=1)]
    twice = [track(number, 50.0, face(photo(1, number, noise=noise))) for number, noise in ((20, 0.3), (21, 1.2))]
    seen += [SeenPerson(*pair) for pair in zip(twice, recognizer.decide(50.0, twice), strict=True)]
    seen.append(_see(Recognizer(Gallery(), IdentitySettings(), THRESHOLD), 30, [face(photo(1))]))
    _see(recognizer, 31, [face(photo(6))])
    recognizer.follow(IdentitySettings(margin=0.9))
    return [*seen, _see(recognizer, 31, [face()])]


def _see(recognizer: Recognizer, number: int, shown: list[Face]) -> SeenPerson:
    for time, seen in enumerate(shown):
        newest = track(number, 0.1 * time, seen)
        (decision,) = recognizer.decide(0.1 * time, [newest])
    return SeenPerson(newest, decision)


@pytest.fixture
def served(serve):
    served = serve(NOTHING_COMES)
    scene = Scene("door", 0, 1.0, 1.0, (1280, 720), tuple(decide_each()), {})
    served.system.cameras.get("door").pipeline.scenes.put(scene)
    return served


def test_every_reason_is_told_with_its_words_its_code_and_its_numbers(served):
    with served.client(Role.VIEWER) as client:
        tracks = client.get("/api/v1/cameras/door/tracks").json()
        assert {one["reason"] for one in tracks} == set(Reason)
        for one in tracks:
            assert one["words_phrase"] is not None, one["words"]
            assert one == client.get(f"/api/v1/cameras/door/tracks/{one['track']}").json()
        (below,) = (one for one in tracks if one["reason"] == "below_threshold")
        assert (below["name"], below["candidate"], below["faces"]) == (None, below["words"].split(", ")[-1], 1)
        assert below["score"] > below["runner_up"]
        assert (below["evidence"], below["needed"], below["margin"]) == (pytest.approx(0.8), 0.5, 0.05)


def test_a_camera_that_is_gone_tells_nothing_of_who_was_erased(served):
    ada = served.system.register.add("Ada").id
    served.system.gallery.put(Person(ada, "Ada", photo(1)[np.newaxis]))
    with served.client(Role.OPERATOR) as client:
        assert client.get("/api/v1/cameras/door/tracks").json()
        assert client.delete(f"/api/v1/people/{ada}").status_code == httpx.codes.NO_CONTENT
        assert client.get("/api/v1/cameras/door/tracks").json() == []
        assert client.get("/api/v1/cameras/door").json()["people"] == []
