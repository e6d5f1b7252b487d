"""An eye on the running system that sees which frame the detector was given, and when its boxes were out."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from rollcall.bench.live.camera import due_time
from rollcall.bench.live.naming import NamedBox, NamingLog
from rollcall.bench.live.scene import Scene as PlayedScene
from rollcall.bench.live.scene import read_number
from rollcall.model import Face, Image
from rollcall.service import Pipeline, Scene
from rollcall.vision import Detector, ModelPack

__all__ = ["CameraLog", "Watch"]


class CameraLog:
    """What came of one camera's frames, from the moment it is made."""

    def __init__(self, played: PlayedScene, ahead: int) -> None:
        self._played = played
        self._ahead = ahead
        self.ages: list[float] = []
        """Seconds from the moment a frame was sent to the moment its boxes were out."""
        self.namings = NamingLog(played.first_clear)

    def look(self, number: int, scene: Scene) -> None:
        """Note an analysed frame."""
        now = time.time()
        age = now - due_time(number, self._ahead, now)
        self.ages.append(age)
        seen = [NamedBox(person.decision.name, person.track.face.box) for person in scene.people]
        self.namings.look(number, self._played.people(number), seen, age)


class Watch:
    """Stands beside the detector, since only there a frame and the scene that it becomes are in one thread."""

    def __init__(self, pack: ModelPack) -> None:
        self._detector: Detector = pack.detector
        self.pack = replace(pack, detector=self)
        """The same pack, watched."""
        self._logs: dict[str, CameraLog] = {}
        self._here = threading.local()

    @property
    def engine(self) -> str:
        """What runs the detector."""
        return str(getattr(self._detector, "engine", ""))

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Find faces as ever."""
        self._here.number = read_number(image)
        return self._detector.detect(image)

    def listen(self, pipeline: Pipeline) -> None:
        """Follow a camera for as long as it runs."""

        def note() -> None:
            scene, log = pipeline.scenes.value, self._logs.get(pipeline.name)
            number = getattr(self._here, "number", None)
            if scene is not None and log is not None and number is not None:
                log.look(number, scene)

        pipeline.scenes.listen(note)

    def begin(self, logs: dict[str, CameraLog]) -> None:
        """Write into these from now on."""
        self._logs = logs
