"""The detector and the embedder to be measured, in one engine, with their bare nets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rollcall.errors import ModelError
from rollcall.vision.arcface import ArcFaceEmbedder, is_arcface
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Runtime
from rollcall.vision.scrfd import ScrfdDetector, ScrfdNet, is_scrfd

__all__ = ["MeasuredModels", "load_models"]


@dataclass(frozen=True, eq=False)
class MeasuredModels:
    """A detector and an embedder, and where they lie."""

    detector: ScrfdDetector
    embedder: ArcFaceEmbedder
    detector_path: Path
    embedder_path: Path


def load_models(directory: Path, runtime: Runtime) -> MeasuredModels:
    """Return the first of each kind in ``directory``, by name.

    Raises:
        ModelError: one of both is not there.

    """
    detector_path, embedder_path = _first(directory, is_scrfd), _first(directory, is_arcface)
    detector = ScrfdDetector(ScrfdNet(read_graph(detector_path), runtime))
    return MeasuredModels(detector, ArcFaceEmbedder(read_graph(embedder_path), runtime), detector_path, embedder_path)


def _first(directory: Path, fits: Callable[[Graph], bool]) -> Path:
    for path in sorted(directory.glob("*.onnx")):
        if fits(read_graph(path)):
            return path
    raise ModelError(f"'{directory}' lacks an SCRFD detector or an ArcFace embedder; name the folder with both.")
