"""Pictures of changing shape leave the memory as large as it was; `rollcall bench vision` shows ten thousand."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from rollcall.model import Image
from rollcall.vision.arcface import ArcFaceEmbedder
from rollcall.vision.graph import read_graph
from rollcall.vision.runtime import Runtime, available_engines
from rollcall.vision.scrfd import ScrfdDetector, ScrfdNet

_STATM = Path("/proc/self/statm")
_CALLS, _WARM_UP, _EMBED_EACH = 1_200, 300, 5
_SHAPES = ((96, 54), (54, 96), (96, 96), (96, 72), (100, 61))


def _resident() -> int:
    return int(_STATM.read_text().split()[1])


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not _STATM.exists(), reason="needs /proc to see the memory in use")
@pytest.mark.parametrize("engine", [name for name in available_engines() if name.endswith(":cpu")])
def test_more_calls_take_no_more_memory(models_dir: Path, crowd: Image, engine: str) -> None:
    runtime = Runtime(engine)
    detector = ScrfdDetector(ScrfdNet(read_graph(models_dir / "det_500m.onnx"), runtime), size=(96, 96))
    embedder = ArcFaceEmbedder(read_graph(models_dir / "arcface_mobilefacenet_128d.onnx"), runtime)
    pictures = [cv2.resize(crowd[260:460, 950:1150], shape).astype(np.uint8) for shape in _SHAPES]
    assert all(len(detector.detect(picture)) > 0 for picture in pictures)
    settled = 0
    for call in range(_CALLS):
        image = pictures[call % len(pictures)]
        faces = detector.detect(image)
        # Embedding takes the longest, and takes the same shape each time.
        embedder.embed(image, faces[:1] if call % _EMBED_EACH == 0 else ())
        if call == _WARM_UP:
            settled = _resident()
    assert _resident() < 1.05 * settled
