from __future__ import annotations

import logging
import threading
from dataclasses import replace

from identity.faces import face
from rollcall.config import IdentitySettings, Settings, StoreSettings, VisionSettings, parse_cameras
from rollcall.errors import ModelError
from rollcall.service import EventKind, System
from rollcall.vision import load_pack


class FailsAtFirst:
    """A detector that fails for the first pictures, once by a mistake of ours, as a device does that comes late."""

    def __init__(self, failures):
        self._failures = iter(failures)

    engine = "none"

    def detect(self, _image):
        failure = next(self._failures, None)
        if failure is not None:
            raise failure
        return ()


def test_an_analysis_that_fails_is_told_once_and_ends_nothing(models_dir, tmp_path, caplog):
    failures = [ModelError("The device has gone."), ValueError("secret"), ModelError("The device has gone.")]
    settings = Settings(
        cameras=parse_cameras(("door=test://?size=320x240&fps=10",)),
        vision=VisionSettings(models=models_dir),
        store=StoreSettings(data=tmp_path),
    )
    system = System(settings, replace(load_pack(settings.vision), detector=FailsAtFirst(failures)))
    (pipeline,) = system.pipelines
    troubles = []
    fail = pipeline._fail
    pipeline._fail = lambda error: (fail(error), troubles.append(pipeline.trouble))
    with caplog.at_level(logging.ERROR, "rollcall.service.cameras.pipeline"):
        system.start()
        try:
            _, scene = pipeline.scenes.wait(0, 30.0)
        finally:
            system.stop()
    assert scene is not None
    assert pipeline.trouble is None
    assert troubles[0] == troubles[2] == "The device has gone."
    assert "ValueError" in troubles[1]
    assert "secret" not in troubles[1]
    assert [(record.camera, record.getMessage()) for record in caplog.records] == [
        ("door", "analysis failed: The device has gone.")
    ]
    text = system.metrics.text("")[0].decode()
    assert 'rollcall_frames_failed_total{camera="door"} 3.0' in text


def test_no_more_is_analysed_than_came_by_its_status(models_dir, tmp_path):
    settings = Settings(
        cameras=parse_cameras(("door=test://?size=320x240&fps=10",)),
        vision=VisionSettings(models=models_dir),
        store=StoreSettings(data=tmp_path),
    )
    system = System(settings, replace(load_pack(settings.vision), detector=FailsAtFirst(())))
    (pipeline,) = system.pipelines
    system.start()
    try:
        assert pipeline.scenes.wait(0, 30.0)[1] is not None
        assert pipeline.analysed_per_second(replace(pipeline.status, frames_per_second=25.0)) > 0
        # The camera has just slowed down: what was analysed meanwhile had come before.
        assert pipeline.analysed_per_second(replace(pipeline.status, frames_per_second=0.1)) == 0.1
    finally:
        system.stop()


class ShowsOneThenFails:
    """A detector that finds a face in the first pictures, and then works no more."""

    engine = "none"

    def __init__(self):
        self._pictures = iter(range(5))

    def detect(self, _image):
        if next(self._pictures, None) is None:
            raise ModelError("The device has gone.")
        return (face(x=100),)


def test_who_was_there_leaves_although_no_picture_can_be_analysed_any_more(models_dir, tmp_path):
    settings = Settings(
        cameras=parse_cameras(("door=test://?size=320x240&fps=10",)),
        vision=VisionSettings(models=models_dir),
        store=StoreSettings(data=tmp_path),
        identity=IdentitySettings(enter_seconds=0.0, absence_seconds=0.5),
    )
    system = System(settings, replace(load_pack(settings.vision), detector=ShowsOneThenFails()))
    left = threading.Event()
    system.events.listen(lambda event: left.set() if event.kind is EventKind.LEFT else None)
    system.start()
    try:
        assert left.wait(30.0)
    finally:
        system.stop()
