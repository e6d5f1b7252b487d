"""What inferences of a graph cost, learned while they run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Cost"]

_LONG_SECONDS = 0.025
# To start and join the threads of all processors takes some 20 microseconds for each of a graph's nodes: 2 ms for a
# hundred of them, of which a longer inference saves at least half of itself. On 2.6 GHz SCRFD-500M takes 9 ms,
# MobileFaceNet 6, SCRFD-2.5G 50, dlib's MMOD 270, a face by ResNet50 100.

_ENOUGH_RUNS = 3
# The first one warms up.


class Cost:
    """The least time that an inference took for each number of its input; the second pass of SCRFD has few of them."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        """``clock``: the calling thread's own time, so that other work on the machine makes nothing long."""
        self._clock = clock
        self._least = float("inf")
        self._runs = 0

    def is_long(self, numbers: int) -> bool:
        """Whether an inference over so many numbers is known to be worth the start of more threads."""
        return self._runs >= _ENOUGH_RUNS and self._least * numbers >= _LONG_SECONDS

    @contextmanager
    def learn(self, numbers: int) -> Iterator[None]:
        """Learn from an inference over so many numbers, on one lane."""
        start = self._clock()
        yield
        self._least = min(self._least, (self._clock() - start) / numbers)
        self._runs += 1
