"""Sketches of vectors: 32 bytes each, so small that all of a million are looked at in a millisecond.

A vector is cut into 64 pieces, and each piece is replaced by the nearest of 16 typical ones (product quantisation,
Jégou et al., PAMI 2011). Sixteen distances fit into one register, so that a shuffle instruction looks up 64 pieces at
once (André et al., "Quicker ADC", PAMI 2019; ``IndexPQFastScan`` in faiss). A sketch tells who may be near, never who
is nearest: that is decided on the vectors themselves.
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index.one_thread import one_thread
from rollcall.identity.index.table import faiss_metric
from rollcall.identity.metric import Metric

__all__ = ["LEAST_SAMPLE", "Sketches"]

_MOST_PIECES = 64
_BITS = 4
_SAMPLE = 10_000
"""Vectors to learn typical pieces from: 600 for each of 16; more changed no recall."""
LEAST_SAMPLE = 2**_BITS
"""Fewer vectors than typical pieces teach nothing."""


class Sketches:
    """One sketch a row of a table, in the same order as its rows."""

    def __init__(self, size: int, metric: Metric) -> None:
        """Prepare for vectors of ``size`` dimensions; ``train`` or ``restore`` comes next."""
        # Any, since faiss' own types leave out much of what is there.
        scan: Any = faiss.IndexPQFastScan(size, _pieces(size), _BITS, faiss_metric(metric))
        self._scan = scan
        self._packer = scan.get_CodePacker()

    def __len__(self) -> int:
        return int(self._scan.ntotal)

    def train(self, vectors: NDArray[np.floating[Any]]) -> None:
        """Learn the typical pieces from (N, D); from a sample, where there are many."""
        chosen = np.random.default_rng(0).permutation(len(vectors))[:_SAMPLE]
        with one_thread():
            self._scan.train(np.ascontiguousarray(vectors[np.sort(chosen)], np.float32))

    def append(self, vectors: NDArray[np.float32]) -> None:
        """Sketch further rows (N, D)."""
        with one_thread():
            self._scan.add(np.ascontiguousarray(vectors, np.float32))

    def remove(self, place: int) -> None:
        """Remove the sketch of the row at ``place``; the last one moves there, and its own place is zeroed."""
        last = len(self) - 1
        self._write(place, self._read(last))
        self._write(last, np.zeros(self._packer.code_size, np.uint8))
        self._scan.ntotal = last

    def scan(self, queries: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """Return the rows (Q, K) of the ``count`` sketches that look nearest; -1 where there are fewer."""
        with one_thread():
            places: NDArray[np.int64] = self._scan.search(np.ascontiguousarray(queries, np.float32), count)[1]
        return places

    def typical_pieces(self) -> NDArray[np.float32]:
        """Return what ``train`` has learned, for ``restore``."""
        pieces: NDArray[np.float32] = faiss.vector_to_array(self._scan.pq.centroids)
        return pieces

    def blocks(self) -> NDArray[np.uint8]:
        """Return the sketches as they lie in memory, blocks of 32 interleaved; a view, valid until the next change."""
        memory = faiss.rev_swig_ptr(self._scan.codes.data(), self._scan.codes.size())
        return np.asarray(memory, np.uint8)

    def restore(self, pieces: NDArray[np.float32], blocks: NDArray[np.uint8], count: int) -> None:
        """Bring back ``count`` sketches from what ``typical_pieces`` and ``blocks`` returned."""
        faiss.copy_array_to_vector(pieces, self._scan.pq.centroids)
        self._scan.is_trained = True
        self._scan.codes.resize(len(blocks))
        self.blocks()[:] = blocks
        self._scan.ntotal = count
        self._scan.ntotal2 = len(blocks) // self._packer.block_size * self._packer.nvec

    def _read(self, place: int) -> NDArray[np.uint8]:
        block, offset = self._block(place)
        code: NDArray[np.uint8] = self._packer.unpack_1(block, offset)
        return code

    def _write(self, place: int, code: NDArray[np.uint8]) -> None:
        block, offset = self._block(place)
        self._packer.pack_1(code, offset, block)

    def _block(self, place: int) -> tuple[NDArray[np.uint8], int]:
        number, offset = divmod(place, self._packer.nvec)
        return self.blocks().reshape(-1, self._packer.block_size)[number : number + 1], offset


def _pieces(size: int) -> int:
    """Return the greatest number of equal pieces that a vector of ``size`` can be cut into."""
    return max(pieces for pieces in range(1, _MOST_PIECES + 1) if size % pieces == 0)
