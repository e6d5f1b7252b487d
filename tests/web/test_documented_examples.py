"""The examples of docs/api.md, run as they stand there against a real server: only its address and the key differ."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import cv2
import pytest
import yaml

from rollcall.capture import RtspServer
from rollcall.model import Sighting
from rollcall.redaction import SourceUrl
from rollcall.service import Event, EventKind
from rollcall.vision import read_image
from rollcall.web.access import Role
from web import asking
from web.serving import served_system

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
_CURL = [line.partition("  # ")[0].strip() for line in _PAGE.splitlines() if line.startswith("curl ")]
_SIZE = (640, 480)
_LONGEST_SECONDS = 60
"""Much longer than any example takes, for a machine that is busy."""


class House:
    """A server with the camera `door`, an operator's key, and a folder with the pictures that the examples name."""

    def __init__(self, served, folder):
        self.served, self.folder, self.enrolled = served, folder, ""
        self.key = served.key(Role.OPERATOR)
        self._port = served.url.rsplit(":", 1)[1]
        self._environment = os.environ | {"URL": served.url, "KEY": self.key}

    def example(self, heading, language):
        text = _PAGE.partition(f"### {heading}")[2].partition(f"```{language}\n")[2].partition("```")[0]
        assert text, f"docs/api.md has no example under '{heading}'"
        return re.sub(r"(127\.0\.0\.1:|\")8000\b", rf"\g<1>{self._port}", text)

    def run(self, *command):
        """Return what a command says that ends by itself."""
        options = {"cwd": self.folder, "env": self._environment, "timeout": _LONGEST_SECONDS, "check": True}
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, **options).stdout

    @contextmanager
    def listening(self, *command):
        """Run a command that never ends, while somebody is named at the door again and again."""
        process = subprocess.Popen(command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, text=True)
        over = threading.Event()
        telling = threading.Thread(target=self._tell_until, args=(over,))
        telling.start()
        try:
            yield process.stdout
        finally:
            over.set()
            telling.join()
            process.kill()
            process.communicate()

    def _tell_until(self, over):
        # Nobody outside can see that a client listens by now: so it is told until the client heard it.
        while not over.wait(0.1):
            sighting = Sighting("door", 1, 10.0, 20.0, person="p1", name="김철수", score=0.6)
            self.served.system.events.tell(Event(EventKind.NAMED, sighting))


@pytest.fixture(scope="module")
def house(pack, portraits, tmp_path_factory):
    """The house after the first example enrolled somebody, who stands at the door since."""
    folder, data = tmp_path_factory.mktemp("examples"), tmp_path_factory.mktemp("data")
    (folder / "front.jpg").write_bytes(portraits.obama[0])
    (folder / "left.jpg").write_bytes(portraits.obama[1])
    (folder / "right.jpg").write_bytes(portraits.biden[0])
    (folder / "party.jpg").write_bytes(portraits.two_people)
    seen = cv2.resize(read_image(portraits.obama[0]), _SIZE)
    with RtspServer() as cameras, served_system(pack, data, (), {}) as served:
        url = cameras.publish_frames("/door", lambda _number: seen, _SIZE, 5)
        house = House(served, folder)
        house.enrolled = house.run(sys.executable, "-c", house.example("Enrolling somebody", "python"))
        named = threading.Event()
        served.system.events.listen(lambda event: named.set() if event.sighting.name else None)
        served.system.cameras.add("door", SourceUrl(url))
        assert named.wait(_LONGEST_SECONDS)
        yield house


def test_photos_are_enrolled(house):
    assert house.enrolled == "front.jpg taken\nleft.jpg taken\n"


def _names(text):
    return [face["name"] for face in json.loads(text)["faces"]]


def _visitors(text):
    return {sighting["name"] for sighting in json.loads(text)["items"]}


_DONE = (
    lambda said, _: json.loads(said)[0]["people"][0]["name"] == "김철수",
    lambda said, _: "김철수" in _names(said),
    lambda said, _: _visitors(said) == {"김철수"},
    lambda _, folder: "김철수" in (folder / "visits.csv").read_text(encoding="utf-8-sig"),
    lambda _, folder: read_image(folder / "door.jpg").shape == (*_SIZE[::-1], 3),
)
"""Of each line of curl that ends by itself, in the page's order: whether it did what the page says."""


@pytest.mark.parametrize(
    ("line", "done"), tuple(zip(_CURL[:-1], _DONE, strict=True)), ids=lambda value: "" if callable(value) else value
)
def test_curl(house, line, done):
    said = house.run("bash", "-ec", line)
    assert done(said, house.folder), said


def test_curl_hears_what_happens(house):
    with house.listening("bash", "-ec", f"exec {_CURL[-1]}") as said:
        assert next(said) == "event: hello\n"
        assert any('"name":"김철수"' in told for told in said)


def test_javascript_recognises(house):
    node = shutil.which("node") or pytest.skip("needs Node.js, which is not installed here")
    example = house.example("Who is in a picture, in JavaScript", "js")
    said = house.run(node, "--input-type=module", "-e", example)
    assert any(line.startswith("김철수 ") for line in said.splitlines()), said
    assert any(line.startswith("not known: ") for line in said.splitlines()), said


def test_socket_hears_who_comes(house):
    with house.listening(sys.executable, "-c", house.example("Hearing who comes", "python")) as said:
        assert next(said) == "김철수 at door\n"


def test_compreface_s_client_adds_and_recognises(house):
    said = house.run(sys.executable, "-c", house.example("With CompreFace's SDK", "python"))
    nearest = dict(line.rsplit(" ", 1) for line in said.splitlines())
    assert set(nearest) == {"김철수", "Ada"}
    assert all(float(similarity) > 0.5 for similarity in nearest.values()), said


def test_home_assistant_s_sensor_asks_for_what_is_there(house):
    (sensor,) = yaml.safe_load(house.example("A sensor of Home Assistant", "yaml"))["rest"]
    answer = asking.get(sensor["resource"], headers={"X-API-Key": house.key}).json()
    assert sensor["headers"] == {"X-API-Key": "KEY"}
    (shown,) = sensor["sensor"]
    assert set(shown["json_attributes"]) <= set(answer)
    assert re.search(r"value_json\.(\w+).*attribute='(\w+)'", shown["value_template"]).groups() == ("people", "name")
    assert "김철수" in [person["name"] for person in answer["people"]]
