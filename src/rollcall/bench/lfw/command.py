"""Tell pairs of Labeled Faces in the Wild apart: accuracy over its folds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import click
import numpy as np
from numpy.typing import NDArray

from rollcall.bench.vision.models import load_models
from rollcall.bench.vision.peers.process import INSIGHTFACE, PeerProcess
from rollcall.config.vision import VisionSettings
from rollcall.errors import ConfigError
from rollcall.model import Box, Image
from rollcall.vision import ModelPack, load_pack, read_image
from rollcall.vision.runtime import Runtime

__all__ = ["LfwResult", "Pair", "command", "fold_accuracies", "read_pairs"]


@dataclass(frozen=True)
class Pair:
    """Two photos, and whether they show one person."""

    first: Path
    second: Path
    same: bool
    fold: int


@dataclass(frozen=True)
class LfwResult:
    """What the benchmark found."""

    pack: str
    accuracy: float
    """Mean over the folds; each fold's threshold is chosen on the others."""
    deviation: float
    """Standard deviation over the folds."""
    threshold: float
    """The one that tells most pairs of all folds right."""
    accepted_at_0_1_percent: float
    """Share of same pairs accepted where 0.1 % of the different pairs are."""
    photos: int
    photos_without_face: int
    pairs: int


@click.command("lfw")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--models", type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS", help="Folder with the models.")
@click.option("--peers", is_flag=True, help="Let InsightFace's own code do the same with the same models.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(folder: Path, models: Path | None, peers: bool, json_file: TextIO | None) -> None:
    """Tell the pairs in FOLDER (pairs.txt, images/) apart, by the standard protocol."""
    pairs = read_pairs(folder)
    pack = load_pack(VisionSettings(models=models))
    results = [_measure(pack.name, pack.metric, pairs, lambda image: _embed(pack, image))]
    if peers:
        results.append(_measure_insightface(models, pairs))
    for result in results:
        _show(result)
    if json_file is not None:
        json_file.write(json.dumps([asdict(result) for result in results]) + "\n")


def _show(result: LfwResult) -> None:
    for name, value in asdict(result).items():
        figure = f"{value:.4f}" if isinstance(value, float) else value
        click.echo(f"{name.replace('_', ' '):>24}  {figure}")


def _measure_insightface(models: Path | None, pairs: Sequence[Pair]) -> LfwResult:
    if models is None:
        raise ConfigError("InsightFace is given the models of a folder: name it by --models DIR.")
    files = load_models(models, Runtime())
    with PeerProcess(INSIGHTFACE) as peer:
        peer.ask("open", folder=peer.folder("models", (files.detector_path, files.embedder_path)))
        return _measure("insightface", "cosine", pairs, lambda image: _embed_by_insightface(peer, image))


def _embed_by_insightface(peer: PeerProcess, image: Image) -> NDArray[np.float32] | None:
    faces = peer.ask("analyse", image=peer.picture("photo", image), sizes=None)
    if not faces:
        return None
    nearest = min(faces, key=lambda face: _distance_to_centre(np.array(face["box"]), image))
    return np.array(nearest["embedding"], np.float32)


def read_pairs(folder: Path) -> list[Pair]:
    """Return the pairs of ``pairs.txt``: folds of as many same pairs (name i j) as different ones (name i name j)."""
    try:
        header, *lines = (folder / "pairs.txt").read_text().splitlines()
    except OSError as error:
        raise ConfigError(f"'{folder}' is no copy of LFW: it has no pairs.txt.") from error
    per_fold = 2 * int(header.split()[1])
    return [_pair(folder / "images", line.split(), number // per_fold) for number, line in enumerate(lines) if line]


def _pair(images: Path, words: list[str], fold: int) -> Pair:
    if len(words) == 3:
        name, first, second = words
        return Pair(_photo(images, name, first), _photo(images, name, second), same=True, fold=fold)
    name, first, other, second = words
    return Pair(_photo(images, name, first), _photo(images, other, second), same=False, fold=fold)


def _photo(images: Path, name: str, number: str) -> Path:
    return images / name / f"{name}_{int(number):04}.jpg"


def _measure(
    name: str, metric: str, pairs: Sequence[Pair], embed: Callable[[Image], NDArray[np.float32] | None]
) -> LfwResult:
    photos = sorted({photo for pair in pairs for photo in (pair.first, pair.second)})
    embeddings: dict[Path, NDArray[np.float32] | None] = {}
    with click.progressbar(photos, label=f"Embedding photos ({name})", file=sys.stderr) as bar:
        for photo in bar:
            embeddings[photo] = embed(read_image(photo))
    scores = np.array([_similarity(metric, embeddings[pair.first], embeddings[pair.second]) for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    accuracies = fold_accuracies(scores, same, np.array([pair.fold for pair in pairs]))
    return LfwResult(
        pack=name,
        accuracy=float(accuracies.mean()),
        deviation=float(accuracies.std()),
        threshold=abs(_best_threshold(scores, same)),
        accepted_at_0_1_percent=float((scores[same] > np.quantile(scores[~same], 0.999)).mean()),
        photos=len(photos),
        photos_without_face=sum(embedding is None for embedding in embeddings.values()),
        pairs=len(pairs),
    )


def fold_accuracies(
    scores: NDArray[np.float64], same: NDArray[np.bool_], folds: NDArray[np.int_]
) -> NDArray[np.float64]:
    """Return the share told right in each fold, by the threshold that is best on all the others."""
    accuracies = []
    for fold in np.unique(folds):
        threshold = _best_threshold(scores[folds != fold], same[folds != fold])
        accuracies.append(((scores > threshold) == same)[folds == fold].mean())
    return np.array(accuracies)


def _best_threshold(scores: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return the middle of the gap between two scores at which most pairs are told right."""
    order = np.argsort(scores)
    ranked = scores[order]
    # Right with the threshold above the first k scores: the different pairs among those, the same ones among the rest.
    right = np.cumsum(~same[order])[:-1] + same.sum() - np.cumsum(same[order])[:-1]
    best = int(np.argmax(right))
    return float((ranked[best] + ranked[best + 1]) / 2)


def _embed(pack: ModelPack, image: Image) -> NDArray[np.float32] | None:
    faces = pack.detector.detect(image)
    if not faces:
        return None
    (embedded,) = pack.embedder.embed(image, [min(faces, key=lambda face: _distance_to_centre(face.box, image))])
    return embedded.embedding


def _distance_to_centre(box: Box, image: Image) -> float:
    """LFW's person is the one in the middle; others may stand beside or behind."""
    centre = (box[:2] + box[2:]) / 2
    return float(np.linalg.norm(centre - np.array(image.shape[1::-1]) / 2))


def _similarity(metric: str, first: NDArray[np.float32] | None, second: NDArray[np.float32] | None) -> float:
    """Return a number that grows with likeness; a photo without a face is like nothing."""
    if first is None or second is None:
        return -float("inf") if metric == "euclidean" else -1.0
    return float(first @ second) if metric == "cosine" else -float(np.linalg.norm(first - second))
