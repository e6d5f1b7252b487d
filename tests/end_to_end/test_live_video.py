"""Live video over HTTP: whole JPEGs, at the camera's rate, however slow recognition is."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import httpx
import pytest

from rollcall.capture import RtspServer
from rollcall.config import Settings, StoreSettings, VisionSettings, WebSettings, parse_cameras
from rollcall.service import System
from rollcall.view import Feeds
from rollcall.vision import load_pack, read_image
from rollcall.web import WebServer, create_app

_SIZE = (640, 360)
_FRAMES_PER_SECOND = 25
_PICTURES = 100
_LEAST_SHARE = 0.9
_SLOW_SECONDS = 0.5
"""Recognition that takes this long gives two results a second."""


class SlowDetector:
    """The real detector on a machine that is far too slow for the camera."""

    def __init__(self, detector):
        self._detector = detector
        self._never = threading.Event()

    def detect(self, image):
        self._never.wait(_SLOW_SECONDS)
        return self._detector.detect(image)


@pytest.fixture
def served(models_dir, tmp_path):
    """A system with slow recognition on an RTSP camera, served by HTTP: the system and its address."""
    launch = (
        f"videotestsrc is-live=true pattern=ball ! video/x-raw,width={_SIZE[0]},height={_SIZE[1]},"
        f"framerate={_FRAMES_PER_SECOND}/1 ! x264enc tune=zerolatency speed-preset=ultrafast ! rtph264pay name=pay0"
    )
    with RtspServer() as server:
        settings = Settings(
            cameras=parse_cameras((f"door={server.publish_launch('/door', launch)}",)),
            vision=VisionSettings(models=models_dir),
            store=StoreSettings(data=tmp_path / "data"),
            web=WebSettings(auth=False, port=_free_port()),
        )
        pack = load_pack(settings.vision)
        system = System(settings, replace(pack, detector=SlowDetector(pack.detector)))
        feeds = Feeds(system.cameras, settings.view)
        web = WebServer(create_app(system, feeds), settings.web)
        system.start()
        web.start()
        try:
            assert system.pipelines[0].wait_frame(-1, 30.0) is not None
            yield system, web.url
        finally:
            web.stop()
            feeds.close()
            system.stop()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _jpegs(chunks):
    """Yield the pictures of a multipart stream."""
    data = b""
    for chunk in chunks:
        data += chunk
        while (head := data.find(b"\r\n\r\n")) >= 0:
            length = int(data[:head].lower().partition(b"content-length:")[2].split()[0])
            if len(data) < head + 4 + length:
                break
            yield data[head + 4 : head + 4 + length]
            data = data[head + 4 + length :]


def test_video_keeps_the_camera_s_rate_while_recognition_is_slow(served):
    system, url = served
    pipeline = system.pipelines[0]
    with httpx.stream("GET", f"{url}/video_feed", timeout=30.0) as answer:
        assert answer.headers["content-type"].startswith("multipart/x-mixed-replace")
        pictures = _jpegs(answer.iter_raw())
        first = next(pictures)
        decoded, analysed = pipeline.status.frames, pipeline.scenes.count
        shown = [next(pictures) for _ in range(_PICTURES)]
        decoded, analysed = pipeline.status.frames - decoded, pipeline.scenes.count - analysed
    assert len(shown) >= _LEAST_SHARE * decoded
    # The slowness was real: recognition saw a small part of what was shown.
    assert 0 < analysed < 0.3 * len(shown)
    for picture in (first, *shown[::10]):
        assert read_image(picture).shape == (_SIZE[1], _SIZE[0], 3)


def test_every_camera_has_its_own_address_and_a_snapshot(served):
    _, url = served
    answer = httpx.get(f"{url}/cameras/door/snapshot.jpg", timeout=30.0)
    assert answer.headers["content-type"] == "image/jpeg"
    assert read_image(answer.content).shape == (_SIZE[1], _SIZE[0], 3)
    with httpx.stream("GET", f"{url}/cameras/door/video_feed", timeout=30.0) as stream:
        assert read_image(next(_jpegs(stream.iter_raw()))).shape == (_SIZE[1], _SIZE[0], 3)
    unknown = httpx.get(f"{url}/cameras/cellar/video_feed", timeout=30.0)
    assert unknown.status_code == 404
    assert "door" in unknown.text


def test_a_viewer_who_does_not_read_stops_nobody(served):
    _, url = served
    with (
        httpx.stream("GET", f"{url}/video_feed", timeout=30.0) as idle,
        httpx.stream("GET", f"{url}/video_feed", timeout=30.0) as live,
    ):
        sleeping = _jpegs(idle.iter_raw())
        next(sleeping)
        pictures = _jpegs(live.iter_raw())
        shown = sum(1 for _ in zip(range(_PICTURES), pictures, strict=False))
    assert shown == _PICTURES
