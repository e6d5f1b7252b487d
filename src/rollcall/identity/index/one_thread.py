"""faiss on one processor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import faiss

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """Let faiss use no other thread for what this one begins within the block.

    Others wait for each other at every step, and where the processors are busy with cameras they wait long: on two busy
    ones a single query took ten times as long with two threads as with one.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
