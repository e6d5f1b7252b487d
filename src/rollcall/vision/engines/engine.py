"""What every engine offers, and how one says that it cannot."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Engine", "EngineError"]

Array = NDArray[Any]


class EngineError(Exception):
    """The engine or its device does not run the graph; another engine may."""


class Engine(Protocol):
    """A graph compiled for one device; safe to call from several threads."""

    def run(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph.

        Raises:
            EngineError: the device failed, or the inputs do not fit the graph.

        """
