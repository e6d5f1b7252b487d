"""How long one frame takes: found, embedded, against the bare nets and against peers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rollcall.bench.vision.agreement import input_sizes
from rollcall.bench.vision.models import DlibModels, MeasuredModels
from rollcall.bench.vision.peers.process import PeerProcess
from rollcall.bench.vision.timing import Run, Timing, busiest_thread, once, take_turns, thread_times
from rollcall.model import Image
from rollcall.vision.dlib.pyramid import Canvas, lay_out
from rollcall.vision.dlib.resnet import FACE_SIDE

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
        return _above(self.whole, self.nets)


@dataclass(frozen=True)
class DlibSpeed:
    """The dlib pack and the package face_recognition on one frame, both with dlib's CNN detector."""

    engines: str
    faces: int
    ours: Timing
    nets: Timing
    """The bare inferences of all of it."""
    face_recognition: Timing

    @property
    def above_nets(self) -> float:
        """Share of the nets' time that everything around them takes."""
        return _above(self.ours, self.nets)


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
        contestants["insightface"] = lambda: _once_by(insightface, image=place, sizes=None)
        contestants["same"] = lambda: _once_by(insightface, image=place, sizes=sizes)
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


def measure_dlib_speed(image: Image, models: DlibModels, face_recognition: PeerProcess) -> DlibSpeed:
    """Take turns on one frame; one turn of face_recognition takes several seconds."""
    place = face_recognition.picture("frame", image)
    faces = len(models.detector.detect(image))
    timings = take_turns(
        {
            "ours": lambda: once(lambda: models.embedder.embed(image, models.detector.detect(image))),
            "nets": _bare_dlib_nets(image, models, faces),
            "theirs": lambda: _once_by(face_recognition, image=place),
        },
        range(_DLIB_ROUNDS),
    )
    engines = ", ".join(dict.fromkeys((models.finder.model.engine, models.embedder.model.engine)))
    return DlibSpeed(engines, faces, timings["ours"], timings["nets"], timings["theirs"])


def _bare_dlib_nets(image: Image, models: DlibModels, faces: int) -> Callable[[], Run]:
    canvas = Canvas(lay_out(image.shape[1], image.shape[0]), models.mean_rgb).draw(image)[None]
    chips = np.random.default_rng(0).integers(0, 256, (faces, FACE_SIDE, FACE_SIDE, 3), np.uint8)

    def run() -> None:
        models.finder.model.run(canvas)
        models.embedder.model.run(chips)

    return lambda: once(run)


def _once_by(peer: PeerProcess, **question: Any) -> Run:
    threads = thread_times(peer.number)
    answer = peer.ask("time", **question)
    return Run(answer["wall"], answer["processor"], busiest_thread(threads, thread_times(peer.number)))


def _above(whole: Timing, nets: Timing) -> float:
    # By processor time: the whole runs several faces at once, the bare nets one inference after the other.
    return whole.processor / nets.processor - 1


_DLIB_ROUNDS = 3
