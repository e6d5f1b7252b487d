"""The same scene given to loops as tutorials have them: every frame, every face, one after the other."""

from __future__ import annotations

from rollcall.bench.live.figures import LoopFigures
from rollcall.bench.live.scene import Scene
from rollcall.bench.vision.models import MeasuredModels
from rollcall.bench.vision.peers.process import FACE_RECOGNITION, INSIGHTFACE, PeerProcess

__all__ = ["measure_peers"]

_FRAMES = 10
_STEP = 37
"""Frames between two that they are given: moments of the scene that differ."""
_ROUNDS = {INSIGHTFACE: 5, FACE_RECOGNITION: 1}


def measure_peers(scene: Scene, models: MeasuredModels) -> list[LoopFigures]:
    """Return what FaceAnalysis does with the very same two models, and face_recognition with its own, HOG first."""
    with PeerProcess(INSIGHTFACE) as insightface:
        insightface.ask("open", folder=insightface.folder("models", (models.detector_path, models.embedder_path)))
        first = _loop("insightface, FaceAnalysis", insightface, scene, _ROUNDS[INSIGHTFACE], sizes=None)
    with PeerProcess(FACE_RECOGNITION) as face_recognition:
        second = _loop("face_recognition, HOG", face_recognition, scene, _ROUNDS[FACE_RECOGNITION], model="hog")
    return [first, second]


def _loop(name: str, peer: PeerProcess, scene: Scene, rounds: int, **question: object) -> LoopFigures:
    places = [peer.picture(f"frame{number}", scene.draw(number * _STEP)) for number in range(_FRAMES)]
    peer.ask("time", image=places[0], **question)
    answers = [peer.ask("time", image=place, **question) for _ in range(rounds) for place in places]
    count = len(answers)
    wall, processor = (sum(answer[key] for answer in answers) for key in ("wall", "processor"))
    return LoopFigures(name, count, 1000 * count / wall, processor / count)
