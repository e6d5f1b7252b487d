"""Our own analysis of the scene, frame after frame as fast as it goes: what a loop of a tutorial is compared with."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from rollcall.bench.live.cast import Actor
from rollcall.bench.live.figures import LoopFigures
from rollcall.bench.live.scene import FRAMES_PER_SECOND, Scene
from rollcall.config import Settings, VisionSettings
from rollcall.identity import Gallery, Recognizer
from rollcall.model import Frame, Person
from rollcall.service.analysis.analysis import Analysis
from rollcall.tracking import Tracker
from rollcall.vision import ModelPack, load_pack, read_image

__all__ = ["measure_loop"]

_FRAMES = 300


def measure_loop(cast: tuple[Actor, ...], vision: VisionSettings, at_once: int) -> LoopFigures:
    """Find, follow and name everybody in frame after frame of the scene, as the system does for each camera.

    ``at_once``: cameras, each with an analysis and a thread of its own; their frames count together.
    """
    scene, pack = Scene(cast), load_pack(vision)
    gallery = _gallery(cast, pack)
    frames = [_frame(scene, number) for number in range(_FRAMES)]
    analyses = [_analysis(pack, gallery) for _ in range(at_once)]
    with ThreadPoolExecutor(at_once) as threads:

        def analyse(part: list[Frame]) -> None:
            list(threads.map(lambda analysis: [analysis.analyse(frame) for frame in part], analyses))

        # The first second is for caches.
        analyse(frames[:FRAMES_PER_SECOND])
        wall, processor = time.perf_counter(), time.process_time()
        analyse(frames[FRAMES_PER_SECOND:])
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    count = at_once * (_FRAMES - FRAMES_PER_SECOND)
    name = "rollcall" if at_once == 1 else f"rollcall, {at_once} cameras at once"
    return LoopFigures(name, count, count / wall, 1000 * processor / count)


def _analysis(pack: ModelPack, gallery: Gallery) -> Analysis:
    settings = Settings()
    tracker = Tracker(settings.tracking, stranger_distance=gallery.metric.stranger_distance(pack.threshold))
    return Analysis(pack, tracker, Recognizer(gallery, settings.identity, pack.threshold))


def _gallery(cast: tuple[Actor, ...], pack: ModelPack) -> Gallery:
    return Gallery([_person(actor, pack) for actor in cast], pack.metric)


def _person(actor: Actor, pack: ModelPack) -> Person:
    image = read_image(actor.gallery[0])
    (face, *_) = pack.embedder.embed(image, pack.detector.detect(image))
    assert face.embedding is not None  # noqa: S101 - an embedder embeds
    return Person(actor.name, actor.name, face.embedding[None])


def _frame(scene: Scene, number: int) -> Frame:
    seconds = number / FRAMES_PER_SECOND
    return Frame("loop", number, seconds, seconds, scene.draw(number))
