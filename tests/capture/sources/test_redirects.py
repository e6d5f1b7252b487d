"""Cameras that send us on to another place."""

from __future__ import annotations

import pytest

from rollcall.capture import StreamState


def sending_on(place):
    """Return what sends everybody on to ``place`` who asks for another one."""

    def describe(request):
        if request.split()[1].endswith("/other"):
            return "Content-Type: application/sdp\r\n"
        return f"RTSP/1.0 302 Moved\r\nLocation: {place.format(request.split()[1])}\r\n"

    return describe


@pytest.mark.parametrize("place", ["{}/other", "/other"])
def test_another_path_of_the_same_camera_is_taken(odd_camera, connect, frames_of, place):
    assert frames_of(connect(odd_camera(DESCRIBE=sending_on(place)).url("user:p@")), 1)


@pytest.mark.parametrize("answer", [sending_on("{}"), sending_on("rtsp://[::"), "RTSP/1.0 302 Moved\r\n"])
def test_a_circle_comes_to_an_end(odd_camera, connect, wait_for_state, answer):
    camera = odd_camera(DESCRIBE=answer)
    status = wait_for_state(connect(camera.url()), StreamState.FAILED)
    assert "in a circle" in status.reason
    assert len(camera.asked("DESCRIBE")) < 30


def test_a_place_that_cannot_be_reached_is_named(odd_camera, connect, wait_for_state):
    camera = odd_camera(DESCRIBE=sending_on("rtsp://user:s3cret@127.0.0.1:1/x"))
    reason = wait_for_state(connect(camera.url("user:p@")), StreamState.RETRYING).reason
    assert reason.startswith("Sent on by rtsp://user:***@127.0.0.1")
    assert ": rtsp://user:***@127.0.0.1:1/x cannot be reached on port 1" in reason
