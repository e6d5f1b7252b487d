"""Work of several cameras in one inference: who waits for the model anyway waits together."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Batches"]


@dataclass(eq=False)
class _Request:
    rows: NDArray[np.uint8]
    answer: NDArray[np.float32] | None = None
    error: Exception | None = None

    @property
    def done(self) -> bool:
        return self.answer is not None or self.error is not None


class Batches:
    """Runs a function over the rows of many callers, at most ``largest`` at once; safe to call from several threads.

    Nobody waits for a batch to fill: the first caller runs alone, and what the others ask for in the meantime is the
    next batch, which the first of them to wake runs for all.
    """

    def __init__(self, function: Callable[[NDArray[np.uint8]], NDArray[np.float32]], *, largest: int) -> None:
        self._function = function
        self._largest = largest
        self._waiting: deque[_Request] = deque()
        self._running = threading.Lock()

    def run(self, rows: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return a row of output for each of ``rows``, at least one. An error is raised to all whose batch it hit."""
        parts = [_Request(rows[start : start + self._largest]) for start in range(0, len(rows), self._largest)]
        self._waiting.extend(parts)
        for part in parts:
            while not part.done:
                with self._running:
                    # Another caller may have done it while this one waited for its turn.
                    if not part.done:
                        self._run_next()
        return np.concatenate([_answer(part) for part in parts])

    def _run_next(self) -> None:
        """Run the oldest requests, as many as fit into one batch."""
        batch = [self._waiting.popleft()]
        while self._waiting and _rows([*batch, self._waiting[0]]) <= self._largest:
            batch.append(self._waiting.popleft())
        try:
            answers = self._function(np.concatenate([request.rows for request in batch]))
            ends = np.cumsum([len(request.rows) for request in batch])
            for request, answer in zip(batch, np.split(answers, ends[:-1]), strict=True):
                request.answer = answer
        except Exception as error:  # Whatever it is, those who asked must hear of it.
            for request in batch:
                request.error = error


def _rows(requests: list[_Request]) -> int:
    return sum(len(request.rows) for request in requests)


def _answer(request: _Request) -> NDArray[np.float32]:
    if request.error is not None:
        raise request.error
    assert request.answer is not None  # noqa: S101 - done, and without an error
    return request.answer
