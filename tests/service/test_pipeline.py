from __future__ import annotations

import logging
from dataclasses import replace

from rollcall.config import Settings, StoreSettings, VisionSettings, parse_cameras
from rollcall.errors import ModelError
from rollcall.service import System
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
    with caplog.at_level(logging.ERROR, "rollcall.service.pipeline"):
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
