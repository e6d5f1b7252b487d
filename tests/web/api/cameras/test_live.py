"""The socket of live video: who may open it, and what it says where there is nothing to send."""

from __future__ import annotations

import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from rollcall.config import CameraSettings
from rollcall.redaction import SourceUrl
from rollcall.web.access import Role

_UNKNOWN_CAMERA = 4404
_PATIENCE_SECONDS = 60


def test_nobody_sees_live_video_without_signing_in(module_served):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"{module_served.socket_url}/cameras/door/live")
    assert refused.value.response.status_code == 401


def test_unknown_camera_is_told(module_served):
    headers = {"X-API-Key": module_served.key(Role.VIEWER)}
    with connect(f"{module_served.socket_url}/cameras/door/live", additional_headers=headers) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(_PATIENCE_SECONDS)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == _UNKNOWN_CAMERA


def test_video_that_is_no_h264_is_said_to_be_unsupported(serve):
    served = serve(CameraSettings(name="door", url=SourceUrl("test://")), auth=False)
    with connect(f"{served.socket_url}/cameras/door/live") as socket:
        said = (json.loads(message) for message in socket)
        assert {"kind": "unsupported", "codec": "raw"} in said
