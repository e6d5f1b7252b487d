"""Live pictures of a real camera stream, and that nothing that goes on by itself keeps the program from ending."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from rollcall.config import CameraSettings
from rollcall.redaction import SourceUrl
from rollcall.vision import read_image
from rollcall.web.access import Role
from web.serving import served_system

MANY = 20
CAMERA = CameraSettings(name="door", url=SourceUrl("test://"))


@pytest.fixture(scope="module")
def watched(pack, tmp_path_factory):
    with served_system(pack, tmp_path_factory.mktemp("data"), (CAMERA,), {}) as served:
        yield served


@pytest.fixture
def client(watched):
    with watched.client(Role.VIEWER) as client:
        yield client


def pictures(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pictures of an MJPEG stream."""
    data = b""
    for chunk in chunks:
        data += chunk
        while b"\r\n\r\n" in data:
            head, _, rest = data.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2])
            if len(rest) < length:
                break
            yield rest[:length]
            data = rest[length:]


def feed_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("feed-")]


def _ended(socket: ClientConnection) -> bool:
    """Read to the end; a server that goes on until the time is up raises."""
    with suppress(ConnectionClosed):
        while socket.recv(timeout=30):
            pass
    return True


def test_viewers_see_moving_pictures(client):
    with client.stream("GET", "/cameras/door/video_feed") as answer:
        assert answer.headers["content-type"] == "multipart/x-mixed-replace; boundary=frame"
        seen = list(islice(pictures(answer.iter_bytes()), MANY))
    assert len(set(seen)) > 1
    assert read_image(seen[0]).ndim == 3


def test_the_same_pictures_come_by_websocket(watched):
    headers = {"X-API-Key": watched.key(Role.VIEWER)}
    with connect(f"{watched.socket_url}/cameras/door/pictures", additional_headers=headers) as socket:
        seen = [socket.recv(timeout=30) for _ in range(MANY)]
    assert len(set(seen)) > 1
    assert read_image(seen[0]).ndim == 3


def test_websocket_of_pictures_is_for_those_who_signed_in_and_names_an_unknown_camera(watched):
    with pytest.raises(InvalidStatus, match="401"):
        connect(f"{watched.socket_url}/cameras/door/pictures")
    headers = {"X-API-Key": watched.key(Role.VIEWER)}
    with (
        connect(f"{watched.socket_url}/cameras/roof/pictures", additional_headers=headers) as socket,
        pytest.raises(ConnectionClosed, match="There is no camera 'roof'"),
    ):
        socket.recv(timeout=30)


def test_first_camera_has_an_address_without_its_name(client):
    with client.stream("GET", "/video_feed") as answer:
        assert read_image(next(pictures(answer.iter_bytes()))).ndim == 3


def test_one_encoder_serves_all_viewers(client):
    with client.stream("GET", "/video_feed") as first, client.stream("GET", "/video_feed") as second:
        # Held, since a viewer whose iterator is dropped is gone.
        views = [pictures(viewer.iter_bytes()) for viewer in (first, second)]
        assert all(next(view) for view in views)
        assert feed_threads() == ["feed-door"]


def test_snapshot_is_one_picture(client):
    with client.stream("GET", "/video_feed") as answer:
        next(pictures(answer.iter_bytes()))
    snapshot = client.get("/cameras/door/snapshot.jpg")
    assert (snapshot.headers["content-type"], snapshot.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert read_image(snapshot.content).ndim == 3


def test_unknown_camera_is_named(client):
    for path in ("/cameras/roof/video_feed", "/cameras/roof/snapshot.jpg", "/api/v1/cameras/roof"):
        answer = client.get(path)
        assert (answer.status_code, "there are: door" in answer.json()["detail"]) == (404, True)


def test_camera_is_described_in_words_and_numbers(client):
    with client.stream("GET", "/video_feed") as answer:
        next(pictures(answer.iter_bytes()))
    (camera,) = client.get("/api/v1/cameras").json()
    assert camera == client.get("/api/v1/cameras/door").json() | {
        key: camera[key] for key in ("frames_per_second", "analysed_per_second", "people")
    }
    assert (camera["name"], camera["state"]) == ("door", "live")
    assert camera["width"] > 0
    assert client.get(camera["snapshot"]).status_code == 200
    assert client.get("/api/v1/cameras/door/tracks").json() == []
    assert client.get("/api/v1/cameras/door/tracks/1").status_code == 404


def test_open_streams_end_in_order_when_the_server_stops(serve):
    served = serve(CAMERA)
    headers = {"X-API-Key": served.key(Role.VIEWER)}
    with (
        connect(f"{served.socket_url}/api/v1/events/ws", additional_headers=headers) as socket,
        served.client(Role.VIEWER) as client,
        client.stream("GET", "/video_feed") as video,
        client.stream("GET", "/api/v1/events/stream") as events,
        connect(f"{served.socket_url}/cameras/door/pictures", additional_headers=headers) as moving,
    ):
        shown, lines = pictures(video.iter_bytes()), events.iter_lines()
        next(shown)
        next(lines)
        served.server.stop()
        # A connection that broke would raise here.
        assert all(shown)
        assert not any(line.startswith("event: ") for line in lines)
        socket.recv(timeout=30)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=30)
        assert _ended(moving)
