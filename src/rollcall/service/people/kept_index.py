"""The search index of a large gallery, kept in a file beside the database so that a start need not build it anew."""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import StoreError
from rollcall.identity.index import EXACT_LIMIT, DamagedIndexError, VectorIndex, load_index, save_index
from rollcall.identity.metric import Metric
from rollcall.store import EmbeddingMatrix, ModelMark, Store, durable_file

__all__ = ["open_index"]

_MENDED_SHARE = 0.01
"""Of the vectors may have changed since the file was written; mending more takes longer than indexing all anew."""
_ROUNDING = 2.0**-10
"""Twice the last place of float16 below 1: faiss and numpy do not round alike. Two faces differ by far more."""
_BATCH = 8192

_log = logging.getLogger(__name__)


def open_index(
    store: Store, mark: ModelMark, metric: Metric, matrix: EmbeddingMatrix[str], *, exact_limit: int = EXACT_LIMIT
) -> VectorIndex:
    """Return an index of every embedding in ``matrix`` (at least one), each under its number in the store.

    Beyond ``exact_limit`` the file of an earlier start serves: it is compared with the database row by row, and what
    is missing, gone or different is mended. Where it cannot be used or too much has changed, all is indexed anew and
    written for the next start; without a place to write it to, that happens at each start.
    """
    file = store.index_folder / f"{_digest(mark, metric)}.index"
    if len(matrix.ids) <= exact_limit:
        # So few are indexed at once, and vectors of people who left must not lie about.
        with suppress(OSError):
            file.unlink(missing_ok=True)
        return _build(matrix, metric, exact_limit)
    index = _read(store, file, exact_limit)
    if index is not None and _mend(index, matrix):
        return index
    index = _build(matrix, metric, exact_limit)
    _write(store, file, index)
    return index


def _build(matrix: EmbeddingMatrix[str], metric: Metric, exact_limit: int) -> VectorIndex:
    index = VectorIndex(matrix.vectors.shape[1], metric, exact_limit=exact_limit)
    index.add(matrix.ids, metric.prepare(matrix.vectors))
    return index


def _digest(mark: ModelMark, metric: Metric) -> str:
    return hashlib.sha256(f"{mark.model_hash} {mark.alignment} {metric.value}".encode()).hexdigest()[:16]


def _mend(index: VectorIndex, matrix: EmbeddingMatrix[str]) -> bool:
    """Make ``index`` hold just the vectors of ``matrix``, unless too many differ; return whether it was done."""
    if index.size != matrix.vectors.shape[1]:
        return False
    kept = _unchanged(index, matrix)
    gone, missing = np.setdiff1d(index.ids, matrix.ids[kept]), np.flatnonzero(~kept)
    if len(gone) + len(missing) > _MENDED_SHARE * len(kept):
        return False
    index.remove(gone)
    index.add(matrix.ids[missing], index.metric.prepare(matrix.vectors[missing]))
    return True


def _unchanged(index: VectorIndex, matrix: EmbeddingMatrix[str]) -> NDArray[np.bool_]:
    """Return for each row of ``matrix`` (N,) whether ``index`` holds that very vector under its number."""
    kept = np.zeros(len(matrix.ids), bool)
    _, ours, theirs = np.intersect1d(matrix.ids, index.table.ids, assume_unique=True, return_indices=True)
    for first in range(0, len(ours), _BATCH):
        rows, places = ours[first : first + _BATCH], theirs[first : first + _BATCH]
        difference = index.metric.prepare(matrix.vectors[rows]) - index.table.rows(places)
        kept[rows] = (np.abs(difference) <= _ROUNDING).all(axis=1)
    return kept


def _read(store: Store, file: Path, exact_limit: int) -> VectorIndex | None:
    try:
        with file.open("rb") as source:
            return load_index(source, lambda data: store.cipher.open(data, "index"), exact_limit=exact_limit)
    except FileNotFoundError:
        return None
    except (OSError, DamagedIndexError, StoreError) as error:
        _log.warning("the saved search index cannot be used and is built anew: %s", error)
        return None


def _write(store: Store, file: Path, index: VectorIndex) -> None:
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with durable_file(file) as target:
            save_index(index, target, lambda data: store.cipher.seal(data, "index"))
    except OSError as error:
        _log.warning("the search index cannot be saved and will be built at the next start: %s", error.strerror)
