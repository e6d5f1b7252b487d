"""Discovery by unicast, from a device that speaks ONVIF on this machine alone."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from capture.discovery.onvif_device import onvif_device
from rollcall.capture.credentials import Credentials
from rollcall.capture.discovery.onvif import discover
from rollcall.cli.setup.cameras import command

pytest.importorskip("onvif")


@pytest.fixture
def device():
    with onvif_device() as address:
        yield address


def test_a_camera_lists_its_streams(device):
    (camera,) = discover(device, 1.0, Credentials("admin", "geheim"))
    assert (camera.name, camera.host, camera.problem) == ("Front door", "127.0.0.1", "")
    assert [(stream.name, stream.codec, stream.width, stream.height) for stream in camera.streams] == [
        ("profile2", "H264", 1920, 1080),
        ("profile3", "H264", 640, 360),
    ]
    assert str(camera.streams[0].url) == "rtsp://127.0.0.1:554/profile2/media.smp"


def test_a_camera_that_wants_a_password_says_so(device):
    (camera,) = discover(device, 1.0)
    assert camera.streams == ()
    assert camera.problem == "wants a user and a password"


def test_nobody_at_an_address_is_no_camera():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind(("127.0.0.1", 0))
        free = unused.getsockname()
    assert discover(free, 0.5) == ()


def test_the_command_prints_urls_and_no_password(device):
    arguments = ["discover", f"127.0.0.1:{device[1]}", "--seconds", "1", "--user", "admin", "--password", "geheim"]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert "rtsp://127.0.0.1:554/profile3/media.smp" in result.output
    assert "geheim" not in result.output
