"""Who may use how many of the process's threads now: short inferences side by side, a long one that is alone on all."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rollcall.vision.engines.cost import Cost
from rollcall.vision.engines.engine import Array
from rollcall.vision.engines.lanes import Lanes

__all__ = ["Inference", "Turns", "one_by_one", "side_by_side"]

Inference = Callable[[tuple[Array, ...]], tuple[NDArray[np.float32], ...]]
"""From the inputs of a graph to its outputs."""


class Turns:
    """Runs a graph's inferences on the processor; safe to call from several threads.

    With one camera a long inference leaves no lane to others: it would be the only one, on one lane of many. With
    several cameras each goes on one lane, beside the others, which gives more frames than one after the other.
    """

    def __init__(self, lanes: Lanes, cost: Cost, beside: Inference, open_alone: Callable[[], Inference]) -> None:
        """``beside``: the inference on one lane. ``open_alone``: makes the one on all threads, once it is wanted."""
        self._lanes = lanes
        self._cost = cost
        self._beside = beside
        self._open_alone = open_alone
        self._alone: Inference | None = None

    def run(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs, as soon as there is a lane."""
        numbers = sum(each.size for each in inputs)
        if not self._cost.is_long(numbers):
            with self._lanes.one(), self._cost.learn(numbers):
                return self._beside(inputs)
        with self._lanes.all_or_one() as held:
            return self._beside(inputs) if held == 1 else self._on_all(inputs)

    def _on_all(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        # Only who holds all lanes comes here, so it is made once.
        if self._alone is None:
            self._alone = self._open_alone()
        return self._alone(inputs)


def side_by_side(lanes: Lanes, inference: Inference) -> Inference:
    """Return the same for as many callers at once as there are lanes."""

    def infer(inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        with lanes.one():
            return inference(inputs)

    return infer


def one_by_one(inference: Inference) -> Inference:
    """Return the same for one caller at a time, as devices want it."""
    lock = threading.Lock()

    def infer(inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        with lock:
            return inference(inputs)

    return infer
