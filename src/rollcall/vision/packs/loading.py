"""The pack that is set or found, ready to work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.arcface import ArcFaceEmbedder, is_arcface
from rollcall.vision.cache import cache_folder, sha256_of
from rollcall.vision.dlib.pack import DLIB_LICENCE, hog_detector, load_dlib_pack
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.liveness import load_liveness
from rollcall.vision.pack import ModelPack
from rollcall.vision.packs.catalogue import (
    COSINE_THRESHOLD,
    COSINE_THRESHOLD_SOURCE,
    PublishedPack,
    published_pack,
)
from rollcall.vision.packs.choice import Choice, choose_pack
from rollcall.vision.packs.licence import INSIGHTFACE_LICENCE, LICENCE_TEXT, accept_licence, licence_accepted
from rollcall.vision.runtime import Runtime
from rollcall.vision.scrfd.detector import ScrfdDetector, ScrfdNet, is_scrfd

__all__ = ["find_models", "licence_of", "load_pack"]

_log = logging.getLogger(__name__)


def load_pack(settings: VisionSettings, cache: Path | None = None) -> ModelPack:
    """Return the pack that is set, and where that is "auto" the best that can be had.

    ``cache`` is where packs are kept, by default the user's own cache.

    Raises:
        ModelError: the pack cannot be had, lacks a detector or an embedder, or is damaged.

    """
    cache = cache or cache_folder()
    choice = choose_pack(settings, cache, partial(_fetch, cache))
    _log.info("models: pack %s, since %s", choice.name, choice.reason)
    pack = load_dlib_pack(settings, cache, choice.reason) if choice.place is None else _load_onnx_pack(choice, settings)
    pack = replace(pack, detector=hog_detector(settings, cache)) if settings.detector == "hog" else pack
    return replace(pack, liveness=load_liveness(settings.liveness, Runtime.of(settings))) if settings.liveness else pack


def _fetch(cache: Path, pack: PublishedPack, folder: Path) -> Path:
    if not licence_accepted(cache):
        _log.warning("%s", " ".join(LICENCE_TEXT.split()))
        accept_licence(cache, datetime.now(UTC).date().isoformat())
    # Not before it is needed: the HTTP client costs every start 77 ms and 16 MB.
    from rollcall.vision.packs.installation import install_pack

    return install_pack(pack, folder, progress=_log_progress(pack.name))


def _load_onnx_pack(choice: Choice, settings: VisionSettings) -> ModelPack:
    detector_path, embedder_path = find_models(choice.name, choice.place or Path())
    runtime = Runtime.of(settings)
    net = ScrfdNet(read_graph(detector_path), runtime)
    embedder = ArcFaceEmbedder(read_graph(embedder_path), runtime)
    return ModelPack(
        name=choice.name,
        detector=ScrfdDetector(net, size=settings.detect_size, threshold=settings.detect_threshold),
        embedder=embedder,
        metric="cosine",
        threshold=COSINE_THRESHOLD,
        threshold_source=COSINE_THRESHOLD_SOURCE,
        embedding_size=embedder.size,
        model_hash=sha256_of(embedder_path),
        alignment="arcface-112",
        licence=licence_of(choice),
        reason=f"{choice.reason}: detector {detector_path.name} and embedder {embedder_path.name}",
    )


def licence_of(choice: Choice) -> str:
    """Return the licence of a pack in few words."""
    if choice.place is None:
        return DLIB_LICENCE
    return INSIGHTFACE_LICENCE if published_pack(choice.name) else "as its files' author says"


def find_models(name: str, place: Path) -> tuple[Path, Path]:
    """Return the paths of the detector and the embedder: those that are known, or those that the graphs tell.

    Raises:
        ModelError: one of them is not there.

    """
    pack = published_pack(name)
    if pack:
        return place / pack.detector.name, place / pack.embedder.name
    if not place.is_dir():
        raise ModelError(f"'{place}' is no folder; a custom pack is one with ONNX files.")
    paths = sorted(place.glob("*.onnx"))
    return (
        _first(place, paths, is_scrfd, "SCRFD detector with five landmarks (such as det_10g.onnx)"),
        _first(place, paths, is_arcface, "ArcFace embedder (such as w600k_r50.onnx)"),
    )


def _first(place: Path, paths: list[Path], fits: Callable[[Graph], bool], what: str) -> Path:
    """Return the first by name that fits, as InsightFace itself chooses in a pack's folder."""
    for path in paths:
        if fits(read_graph(path)):
            return path
    raise ModelError(f"No {what} among the {len(paths)} ONNX files of '{place}'; put one there.")


def _log_progress(name: str) -> Callable[[int, int | None], None]:
    """Return what says at every tenth of a download how far it is."""
    said = -1

    def say(done: int, total: int | None) -> None:
        nonlocal said
        tenth = 10 * done // total if total else 0
        if tenth > said:
            said = tenth
            _log.info("fetching the pack %s: %d of %d MB", name, done // _MEGABYTE, (total or done) // _MEGABYTE)

    return say


_MEGABYTE = 1_000_000
