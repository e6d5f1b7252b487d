"""How long one frame takes: found, embedded, against the bare nets and against peers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from rollcall.bench.vision.agreement import input_sizes
from rollcall.bench.vision.models import MeasuredModels
from rollcall.bench.vision.peers.process import PeerProcess
from rollcall.bench.vision.timing import Run, Timing, once, take_turns
from rollcall.model import Image
from rollcall.vision import ModelPack

__all__ = ["DlibSpeed", "Speed", "measure_dlib_speed", "measure_speed"]


@dataclass(frozen=True)
class Speed:
    """Times for one frame, in milliseconds."""

    engines: str
    faces: int
    detect: Timing
    embed: Timing
    whole: Timing
    nets: Timing
    """The bare inferences of all of it, below which nothing can come."""
    insightface: Timing | None
    """FaceAnalysis.get with its own two square inputs."""
    insightface_same_inputs: Timing | None
    """The same with inputs as large as ours."""

    @property
    def above_nets(self) -> float:
        """Share of the nets' time that everything around them takes."""
        return self.whole.shortest / self.nets.shortest - 1

    @property
    def times_as_fast(self) -> float | None:
        """How often the frame is done while InsightFace does it once."""
        return self.insightface.shortest / self.whole.shortest if self.insightface else None


@dataclass(frozen=True)
class DlibSpeed:
    """The dlib pack and the package face_recognition on one frame, both with dlib's CNN detector."""

    faces: int
    ours: Timing
    face_recognition: Timing

    @property
    def times_as_fast(self) -> float:
        """How often the frame is done while face_recognition does it once."""
        return self.face_recognition.shortest / self.ours.shortest


def measure_speed(
    image: Image, models: MeasuredModels, insightface: PeerProcess | None, rounds: Iterable[object]
) -> Speed:
    """Take turns on one frame."""
    faces = models.detector.detect(image)
    sizes = input_sizes(image, models)
    contestants: dict[str, Callable[[], Run]] = {
        "detect": lambda: once(lambda: models.detector.detect(image)),
        "embed": lambda: once(lambda: models.embedder.embed(image, faces)),
        "whole": lambda: once(lambda: models.embedder.embed(image, models.detector.detect(image))),
        "nets": _bare_nets(models, sizes, len(faces)),
    }
    if insightface is not None:
        place = insightface.picture("frame", image)
        contestants["insightface"] = lambda: _of_peer(insightface.ask("time", image=place, sizes=None))
        contestants["same"] = lambda: _of_peer(insightface.ask("time", image=place, sizes=sizes))
    timings = take_turns(contestants, rounds)
    return Speed(
        engines=", ".join(dict.fromkeys((models.detector.engine, models.embedder.engine))),
        faces=len(faces),
        detect=timings["detect"],
        embed=timings["embed"],
        whole=timings["whole"],
        nets=timings["nets"],
        insightface=timings.get("insightface"),
        insightface_same_inputs=timings.get("same"),
    )


def _bare_nets(models: MeasuredModels, sizes: list[list[int]], faces: int) -> Callable[[], Run]:
    """Return a run of the nets alone, on inputs that lie ready."""
    inputs = [np.zeros((1, height, width, 3), np.uint8) for width, height in sizes]
    crops = np.random.default_rng(0).integers(0, 256, (faces, 112, 112, 3), np.uint8)

    def run() -> None:
        for pixels in inputs:
            models.detector.net.model.run(pixels)
        models.embedder.model.run(crops)

    return lambda: once(run)


def measure_dlib_speed(image: Image, pack: ModelPack, face_recognition: PeerProcess) -> DlibSpeed:
    """Take turns on one frame; one turn of face_recognition takes ten seconds and more."""
    place = face_recognition.picture("frame", image)
    timings = take_turns(
        {
            "ours": lambda: once(lambda: pack.embedder.embed(image, pack.detector.detect(image))),
            "theirs": lambda: _of_peer(face_recognition.ask("time", image=place)),
        },
        range(_DLIB_ROUNDS),
    )
    return DlibSpeed(len(pack.detector.detect(image)), timings["ours"], timings["theirs"])


def _of_peer(answer: dict[str, float]) -> Run:
    return Run(answer["wall"], answer["processor"])


_DLIB_ROUNDS = 3
