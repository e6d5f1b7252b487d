"""Pictures of changing shape leave the memory as large as it was; `rollcall bench vision` shows ten thousand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rollcall.bench.vision.memory import measure_memory
from rollcall.model import Image
from rollcall.vision.arcface import ArcFaceEmbedder
from rollcall.vision.graph import read_graph
from rollcall.vision.runtime import Runtime, available_engines
from rollcall.vision.scrfd.detector import ScrfdDetector, ScrfdNet

_CALLS = 1_200
_MOST_GROWTH = 0.05


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to see the memory in use")
@pytest.mark.parametrize("engine", [name for name in available_engines() if name.endswith(":cpu")])
def test_more_calls_take_no_more_memory(models_dir: Path, crowd: Image, engine: str) -> None:
    runtime = Runtime(engine)
    detector = ScrfdDetector(ScrfdNet(read_graph(models_dir / "det_500m.onnx"), runtime), size=(96, 96))
    embedder = ArcFaceEmbedder(read_graph(models_dir / "arcface_mobilefacenet_128d.onnx"), runtime)
    memory = measure_memory(detector, embedder, crowd[260:460, 950:1150], range(_CALLS), _CALLS)
    assert memory.growth < _MOST_GROWTH, memory
