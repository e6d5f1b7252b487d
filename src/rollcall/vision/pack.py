"""Model packs: a detector and an embedder that belong together, and what must be known to use them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.arcface import ArcFaceEmbedder, is_arcface
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.protocols import Detector, Embedder
from rollcall.vision.scrfd import ScrfdDetector, ScrfdNet, is_scrfd

__all__ = ["COSINE_THRESHOLD", "ModelPack", "load_pack"]

_log = logging.getLogger(__name__)

COSINE_THRESHOLD = 0.44
"""Similarity from which two ArcFace embeddings are one person's.

Open set on LFW with 50 people enrolled by one photo each: one stranger in a thousand gets a name, 2.9 % of the
enrolled go unnamed (arcface_mobilefacenet_128d; `rollcall bench openset` measures any other).
"""


@dataclass(frozen=True, eq=False)
class ModelPack:
    """A detector and an embedder that belong together, and what must be known to use them."""

    name: str
    detector: Detector
    embedder: Embedder
    metric: Literal["cosine", "euclidean"]
    threshold: float
    """Similarity from which (cosine), or distance up to which (euclidean), two embeddings are one person's."""
    embedding_size: int
    licence: str
    reason: str
    """Why this pack was taken, in plain words."""


def load_pack(settings: VisionSettings) -> ModelPack:
    """Return the pack made of the models in ``settings.models``.

    The graphs tell what each file is. Of several detectors or embedders the first by name is taken, as InsightFace
    itself does with a pack's directory.

    Raises:
        ModelError: no directory is set, or it lacks a detector or an embedder, or one is damaged.

    """
    if settings.models is None:
        raise ModelError("No models: name a directory with SCRFD and ArcFace by --models DIR or ROLLCALL_MODELS.")
    detector_path, embedder_path = _find(settings.models)
    net = ScrfdNet(read_graph(detector_path), threads=settings.threads)
    detector = ScrfdDetector(net, size=settings.detect_size, threshold=settings.detect_threshold)
    embedder = ArcFaceEmbedder(read_graph(embedder_path), threads=settings.threads)
    reason = f"detector {detector_path.name} and embedder {embedder_path.name} from '{settings.models}'"
    _log.info("models: %s", reason)
    return ModelPack(
        name=f"custom:{settings.models}",
        detector=detector,
        embedder=embedder,
        metric="cosine",
        threshold=COSINE_THRESHOLD,
        embedding_size=embedder.size,
        licence="as its files' author says",
        reason=reason,
    )


def _find(directory: Path) -> tuple[Path, Path]:
    """Return the paths of the detector and the embedder in ``directory``."""
    if not directory.is_dir():
        raise ModelError(f"'{directory}' is no directory; --models wants the one with the ONNX files.")
    paths = sorted(directory.glob("*.onnx"))
    return (
        _first(directory, paths, is_scrfd, "SCRFD detector with five landmarks (such as det_10g.onnx)"),
        _first(directory, paths, is_arcface, "ArcFace embedder (such as w600k_r50.onnx)"),
    )


def _first(directory: Path, paths: list[Path], fits: Callable[[Graph], bool], what: str) -> Path:
    for path in paths:
        if fits(read_graph(path)):
            return path
    raise ModelError(f"No {what} among the {len(paths)} ONNX files of '{directory}'; put one there.")
