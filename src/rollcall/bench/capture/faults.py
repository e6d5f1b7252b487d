"""What happens to a camera behind a port forward, each as it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rollcall.bench.capture.hostile import ABSURD_SDP, endless_description, sdp_camera
from rollcall.bench.capture.stage import PASSWORD, Stage

__all__ = ["FAULTS", "Fault"]

_BITS = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    name: str
    begin: Callable[[Stage], None]
    seconds: float = 0.0
    """How long it lasts at least."""
    told: str = ""
    """Words that a user is told meanwhile: it lasts until then, however slow the machine is."""
    every: float | None = None
    """It begins anew so often while it lasts."""
    end: Callable[[Stage], None] = lambda stage: stage.proxy.heal()
    keyframe_seconds: float = 1.0
    """Until the camera's next keyframe at the latest: nobody can show a picture before."""
    after: Callable[[Stage], None] = lambda _stage: None
    """Makes the camera again what it was."""


def _stall_new(stage: Stage) -> None:
    stage.proxy.stall()
    stage.proxy.cut()


def _lack_bandwidth(stage: Stage) -> None:
    stage.proxy.throttle(0.95 * stage.stream.status.kilobits_per_second * 1000 / _BITS)


def _space_keyframes(stage: Stage) -> None:
    stage.camera.become(keyframe_interval=250, keyframes_at_need=False)
    stage.accompany()


def _crowd_keyframes(stage: Stage) -> None:
    stage.leave_alone()
    stage.camera.become(keyframe_interval=25, keyframes_at_need=True)


FAULTS = (
    Fault("connection cut", lambda stage: stage.proxy.cut()),
    Fault("stalled for 2 s", lambda stage: stage.proxy.stall(), 2),
    Fault("stalled for 7 s", lambda stage: stage.proxy.stall(), 7, "no picture"),
    Fault("no power for 10 s", lambda stage: stage.camera.kill(), 10, "ended", end=lambda stage: stage.camera.start()),
    Fault(
        "back in another size",
        lambda stage: stage.camera.kill(),
        1,
        end=lambda stage: stage.camera.become(size=(800, 448)),
        after=lambda stage: stage.camera.become(size=(640, 360)),
    ),
    Fault(
        "back in H.265",
        lambda stage: stage.camera.kill(),
        1,
        end=lambda stage: stage.camera.become(codec="h265"),
        after=lambda stage: stage.camera.become(codec="h264"),
    ),
    Fault("0.1 % of bytes corrupted", lambda stage: stage.proxy.corrupt(0.001), 5),
    Fault(
        "password changed, and changed back",
        lambda stage: stage.camera.become(password="other"),  # noqa: S106 - of a camera in a test
        5,
        "password",
        end=lambda stage: stage.camera.become(password=PASSWORD),
    ),
    Fault("port closed", lambda stage: stage.proxy.refuse(), 4, "Connection refused"),
    Fault(
        "accepts, never answers", _stall_new, 7, "does not answer", end=lambda stage: stage.proxy.heal(dropping=True)
    ),
    Fault("300 ms of jitter", lambda stage: stage.proxy.delay(0.3), 6),
    Fault("5 % of bandwidth missing", _lack_bandwidth, 8),
    Fault(
        "description without end",
        lambda stage: stage.replace_camera(endless_description),
        7,
        end=lambda stage: stage.restore_camera(),
    ),
    Fault(
        "absurd description",
        lambda stage: stage.replace_camera(sdp_camera(ABSURD_SDP)),
        3,
        end=lambda stage: stage.restore_camera(),
    ),
    Fault("dies again and again", lambda stage: stage.proxy.cut(), 4, every=0.7),
    Fault(
        "keyframe only every 10 s",
        _space_keyframes,
        5,
        end=lambda stage: stage.proxy.cut(),
        keyframe_seconds=10,
        after=_crowd_keyframes,
    ),
)
