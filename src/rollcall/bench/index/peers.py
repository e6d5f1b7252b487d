"""What the index is held against: faiss' own graph index over float16."""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index import Nearest

__all__ = ["HnswIndex"]

# A graph of 32 neighbours a node reaches at 100,000 vectors with 256 candidates what one of 16 does not with 1024.
_NEIGHBOURS = 32
_BUILD_CANDIDATES = 60
_SEARCH_CANDIDATES = 512


class HnswIndex:
    """Hierarchical navigable small worlds (Malkov and Yashunin, PAMI 2018), ``IndexHNSWSQ`` of faiss."""

    name = f"HNSW {_NEIGHBOURS}, {_SEARCH_CANDIDATES}"

    def __init__(self, size: int) -> None:
        half_precision: Any = faiss.ScalarQuantizer.QT_fp16
        graph: Any = faiss.IndexHNSWSQ(size, half_precision, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = _BUILD_CANDIDATES
        graph.hnsw.efSearch = _SEARCH_CANDIDATES
        self._graph = graph

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Add vectors with the next numbers, on all processors."""
        self._graph.train(vectors)
        self._graph.add(vectors)

    def search(self, queries: NDArray[np.float32], count: int) -> Nearest:
        """Return the ``count`` nearest to each of ``queries``."""
        before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        closeness, ids = self._graph.search(queries, count)
        faiss.omp_set_num_threads(before)
        return Nearest(closeness, ids)
