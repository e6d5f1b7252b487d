"""Cameras added, tried, changed, masked and removed by the API, with a camera on loopback that wants a password."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from http import HTTPStatus

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from capture.discovery.onvif_device import onvif_device
from rollcall.capture import Account, RtspServer
from rollcall.redaction import SourceUrl
from rollcall.web.access import Role
from rollcall.web.api.cameras.sources import source_from_web

PASSWORD = "s3cret-word"
PATIENCE_SECONDS = 30
CAMERAS = "/api/v1/cameras"
MASK = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]


@pytest.fixture(scope="module")
def url():
    """The URL of a camera, with its password."""
    with RtspServer(account=Account("admin", PASSWORD)) as server:
        picture = np.full((180, 320, 3), 90, np.uint8)
        yield server.publish_frames("/door", lambda number: np.roll(picture, number, axis=1), (320, 180), 10)


@pytest.fixture
def door(admin, url):
    """A camera that was added, and is removed afterwards."""
    added = admin.post(CAMERAS, json={"name": "문", "url": url})
    assert added.status_code == HTTPStatus.CREATED, added.text
    yield f"{CAMERAS}/문"
    assert admin.delete(f"{CAMERAS}/문").status_code in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}


def test_a_camera_that_is_gone_is_held_no_longer_than_until_another_is_watched(module_served, admin, url):
    former, _ = (_watched_and_removed(module_served, admin, name, url) for name in ("one", "other"))
    _until_freed(former)


def _watched_and_removed(served, admin, name, url):
    """Return what tells whether anything of the camera is left."""
    admin.post(CAMERAS, json={"name": name, "url": url}).raise_for_status()
    headers = {"X-API-Key": served.key(Role.VIEWER)}
    with connect(f"{served.socket_url}/cameras/{name}/live", additional_headers=headers) as socket:
        socket.recv(PATIENCE_SECONDS)
    watched = weakref.ref(served.system.cameras.get(name).pipeline)
    admin.delete(f"{CAMERAS}/{name}").raise_for_status()
    return watched


def _until_freed(thing):
    # Threads that have ended may hold it for a moment still.
    patience, moment = time.monotonic() + PATIENCE_SECONDS, threading.Event()
    while thing() is not None:
        assert time.monotonic() < patience, gc.get_referrers(thing())
        gc.collect()
        moment.wait(0.05)


def test_a_camera_is_watched_once_it_is_added_and_its_streams_end_when_it_is_removed(module_served, admin, door):
    assert admin.get(door).json()["origin"] == "page"
    headers = {"X-API-Key": module_served.key(Role.VIEWER)}
    with connect(f"{module_served.socket_url}/cameras/문/live", additional_headers=headers) as socket:
        # The format of the video, sent before its first picture.
        assert '"kind"' in str(socket.recv(PATIENCE_SECONDS))
        with admin.stream("GET", "/cameras/문/video_feed") as video:
            chunks = video.iter_raw()
            assert next(chunks).startswith(b"--frame")
            assert admin.delete(door).status_code == HTTPStatus.NO_CONTENT
            assert all(chunks)
        with pytest.raises(ConnectionClosed):
            _read_to_the_end(socket)
    assert admin.get(door).status_code == HTTPStatus.NOT_FOUND
    assert admin.get(CAMERAS).json() == []


def test_password_is_shown_nowhere_and_kept_where_stars_stand_for_it(module_served, admin, door, url):
    shown = admin.get(f"{door}/setup").json()["url"]
    assert shown == url.replace(PASSWORD, "***")
    assert admin.patch(door, json={"url": f"{shown}?again"}).status_code == HTTPStatus.OK
    assert module_served.system.store.cameras.all() == {"문": SourceUrl(f"{url}?again")}
    everything = [door, CAMERAS, f"{door}/setup", "/api/v1/audit", "/api/v1/settings", "/api/v1/system"]
    assert not [address for address in everything if PASSWORD in admin.get(address).text]
    assert '"camera.change"' in admin.get("/api/v1/audit").text


def test_a_camera_gets_another_name_with_its_masks(admin, door):
    admin.put(f"{door}/masks", json={"masks": [MASK]})
    assert admin.patch(door, json={"name": "a/b"}).status_code == 422
    assert admin.patch(door, json={"name": "정문"}).json()["name"] == "정문"
    assert admin.get(door).status_code == HTTPStatus.NOT_FOUND
    setup = admin.get(f"{CAMERAS}/정문/setup").json()
    assert (setup["masks"], setup["alerts"]) == ([MASK], [])
    assert '"camera.rename"' in admin.get("/api/v1/audit").text
    assert admin.patch(f"{CAMERAS}/정문", json={"name": "문"}).json()["name"] == "문"


def _read_to_the_end(socket):
    while True:
        socket.recv(PATIENCE_SECONDS)


def test_password_is_not_sent_elsewhere_by_changing_the_host(admin, door, url):
    elsewhere = url.replace(PASSWORD, "***").replace("127.0.0.1", "127.0.0.2")
    answer = admin.patch(door, json={"url": elsewhere})
    assert (answer.status_code, "Type the camera's password" in answer.text) == (422, True)


@pytest.mark.usefixtures("door")
def test_a_source_is_tried_and_its_video_told(admin, url):
    # Its video runs already, so that the first picture takes no longer than is waited for it.
    with admin.stream("GET", "/cameras/문/video_feed") as video:
        pictures = video.iter_raw()
        next(pictures)
    told = admin.post(f"{CAMERAS}/test", json={"url": url.replace(PASSWORD, "***"), "camera": "문"}).json()
    assert (told["works"], told["reason"], told["codec"]) == (True, "", "H264")
    assert (told["width"], told["height"]) == (320, 180)
    assert told["frames_per_second"] > 0


@pytest.mark.parametrize(
    ("given", "words"), [("wrong", "refused the user or the password"), (PASSWORD, "no video under this path")]
)
def test_a_source_that_does_not_work_says_why(admin, url, given, words):
    source = url.replace(PASSWORD, given) if given == "wrong" else url.replace("/door", "/cellar")
    told = admin.post(f"{CAMERAS}/test", json={"url": source}).json()
    assert (told["works"], words in told["reason"]) == (False, True), told
    assert given not in told["reason"]


def test_masks_are_kept_and_told(admin, door):
    assert admin.put(f"{door}/masks", json={"masks": [MASK]}).json()["masks"] == [MASK]
    assert admin.get(f"{door}/setup").json()["masks"] == [MASK]
    for wrong in ([MASK[:2]], [[[0, 0], [2, 0], [0, 1]]], [MASK] * 33):
        assert admin.put(f"{door}/masks", json={"masks": wrong}).status_code == 422


@pytest.mark.parametrize("name", ["", "a/b", "../etc", "-door", "a b", "x" * 64, "문\n"])
def test_a_name_that_could_be_no_address_is_refused(admin, name):
    assert admin.post(CAMERAS, json={"name": name, "url": "test://"}).status_code == 422


@pytest.mark.usefixtures("door")
def test_a_second_camera_of_one_name_is_refused(admin):
    answer = admin.post(CAMERAS, json={"name": "문", "url": "test://"})
    assert (answer.status_code, "already" in answer.json()["detail"]) == (HTTPStatus.CONFLICT, True)


@pytest.mark.parametrize(
    "text",
    [
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\clip.mp4",
        "ftp://host/clip",
        "rtsp://",
        "rtsp:///path",
        "http://[::1",
        "rtsp://host/a\r\nX: y",
        "RTSP",
        "",
    ],
)
def test_files_and_what_is_no_camera_cannot_be_named_on_a_page(admin, text):
    for address, request in ((CAMERAS, {"name": "x"}), (f"{CAMERAS}/test", {})):
        answer = admin.post(address, json={**request, "url": text})
        assert answer.status_code == 422, answer.text
    assert admin.get(CAMERAS).json() == []


@pytest.mark.parametrize("text", ["rtsps://10.0.0.2/1", "HTTP://camera.local/mjpeg", "webcam://0", "test://"])
def test_sources_of_cameras_may_be_named(text):
    assert source_from_web(text).reveal() == text


def test_only_two_sources_are_tried_at_once(module_served):
    answers, together = [], threading.Barrier(5)

    def ask():
        with module_served.client(Role.ADMIN) as client:
            together.wait()
            answers.append(client.post(f"{CAMERAS}/test", json={"url": "test://"}).status_code)

    asking = [threading.Thread(target=ask) for _ in range(together.parties)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers.count(HTTPStatus.OK) >= 2
    assert set(answers) <= {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    assert HTTPStatus.SERVICE_UNAVAILABLE in answers


def test_only_administrators_set_cameras_up(viewer, module_served):
    with module_served.client(Role.OPERATOR) as operator:
        for client in (viewer, operator):
            assert client.post(CAMERAS, json={"name": "x", "url": "test://"}).status_code == HTTPStatus.FORBIDDEN
            assert client.post(f"{CAMERAS}/discover", json={}).status_code == HTTPStatus.FORBIDDEN
            assert client.get(f"{CAMERAS}/x/setup").status_code == HTTPStatus.FORBIDDEN


def test_cameras_of_the_network_are_offered_with_their_streams(admin):
    pytest.importorskip("onvif")
    with onvif_device() as (host, port):
        search = {"address": f"{host}:{port}", "seconds": 1}
        (locked,) = admin.post(f"{CAMERAS}/discover", json=search).json()
        assert (locked["problem"], locked["streams"]) == ("wants a user and a password", [])
        (found,) = admin.post(f"{CAMERAS}/discover", json={**search, "user": "admin", "password": PASSWORD}).json()
    assert (found["name"], found["host"]) == ("Front door", "127.0.0.1")
    assert [stream["url"] for stream in found["streams"]] == [
        "rtsp://127.0.0.1:554/profile2/media.smp",
        "rtsp://127.0.0.1:554/profile3/media.smp",
    ]
    assert admin.post(f"{CAMERAS}/discover", json={"address": "host:port"}).status_code == 422
