"""A camera behind a network that fails, the stream that watches it, and others whom nothing of it shall touch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pydantic import SecretStr

from rollcall.bench.capture.camera import Camera
from rollcall.bench.capture.hostile import Behaviour, HostileCamera
from rollcall.bench.capture.proxy import FaultProxy
from rollcall.capture import CameraStream, RetryPolicy
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl

__all__ = ["PASSWORD", "Stage", "set_up_stage"]

PASSWORD = "geheim"  # noqa: S105 - of a camera in a test
_BYSTANDERS = 3
_RETRIES = RetryPolicy(refused=5.0)
"""As in the product, but for the minute after a refusal, which is not waited for here."""


class Stage:
    """What a fault acts on."""

    def __init__(self, camera: Camera, other: Camera, proxy: FaultProxy) -> None:
        self.camera = camera
        self.proxy = proxy
        self._settings = CaptureSettings(user="admin", password=SecretStr(PASSWORD), connect_timeout_seconds=5)
        self.stream = CameraStream("victim", _url(proxy.port), self._settings, _RETRIES)
        self.bystanders = tuple(
            CameraStream(f"bystander{number}", _url(other.port), CaptureSettings()) for number in range(_BYSTANDERS)
        )
        self._hostile: HostileCamera | None = None
        self._companion: CameraStream | None = None

    def replace_camera(self, behaviour: Behaviour) -> None:
        """Put a device that answers with nonsense in the place of the camera."""
        self._hostile = HostileCamera(behaviour)
        self.proxy.target_port = self._hostile.port
        self.proxy.cut()

    def restore_camera(self) -> None:
        """Put the camera back in its place."""
        self.proxy.target_port = self.camera.port
        self.proxy.cut()
        if self._hostile is not None:
            self._hostile.close()
            self._hostile = None

    def accompany(self) -> None:
        """Watch the camera a second time, not through the network, so that it does not begin anew for each client."""
        self._companion = CameraStream("companion", _url(self.camera.port), self._settings)
        self._companion.start()

    def leave_alone(self) -> None:
        """Watch it no longer a second time."""
        if self._companion is not None:
            self._companion.stop()
            self._companion = None


@contextmanager
def set_up_stage() -> Iterator[Stage]:
    """Give a stage whose streams have begun to connect."""
    with ExitStack() as ending:
        camera, other = ending.enter_context(Camera()), ending.enter_context(Camera())
        stage = Stage(camera, other, ending.enter_context(FaultProxy(camera.port)))
        ending.callback(stage.restore_camera)
        ending.callback(stage.leave_alone)
        for stream in (stage.stream, *stage.bystanders):
            stream.start()
            ending.callback(stream.stop)
        yield stage


def _url(port: int) -> SourceUrl:
    return SourceUrl(f"rtsp://127.0.0.1:{port}{Camera.path}")
