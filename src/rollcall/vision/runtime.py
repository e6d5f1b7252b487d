"""Models at work: ONNX Runtime, with one budget of threads for the whole process."""

from __future__ import annotations

import logging
import threading
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.vision.graph import Graph
from rollcall.vision.threads import physical_processors

__all__ = ["Model"]

_log = logging.getLogger(__name__)


class Model:
    """A graph ready to run; safe to call from several threads."""

    def __init__(self, graph: Graph, *, threads: int = 0) -> None:
        """Compile ``graph``; the first model of a process decides for all how many ``threads`` work, 0 for all cores.

        Raises:
            ModelError: the runtime does not take the graph.

        """
        self.name = graph.name
        _budget.open(threads)
        try:
            self._session = onnxruntime.InferenceSession(
                graph.proto.SerializeToString(), _options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's errors have no common type of their own.
            raise ModelError(f"ONNX Runtime cannot load the model '{graph.name}': {_first_line(error)}") from error
        self._inputs = [value.name for value in self._session.get_inputs()]

    def run(self, *inputs: NDArray[Any]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph.

        Raises:
            ModelError: the runtime failed on these inputs.

        """
        try:
            with _budget.one_at_a_time:
                outputs = self._session.run(None, dict(zip(self._inputs, inputs, strict=True)))
        except Exception as error:
            raise ModelError(f"ONNX Runtime failed in the model '{self.name}': {_first_line(error)}") from error
        return tuple(outputs)


class _ThreadBudget:
    """The process's threads for inference: one pool that all models share, and one inference in it at a time.

    A pool for each model, ONNX Runtime's default, makes the threads of one wait actively while another's work: a
    detector and an embedder in turn then take twice the sum of their times.
    """

    def __init__(self) -> None:
        self.one_at_a_time = threading.Lock()
        self._threads: int | None = None

    def open(self, threads: int) -> None:
        threads = threads or physical_processors()
        if self._threads is None:
            onnxruntime.set_global_thread_pool_sizes(threads, 1)
            self._threads = threads
        elif self._threads != threads:
            _log.info(
                "inference keeps its %d threads: a process has one pool, opened by its first model", self._threads
            )


_budget = _ThreadBudget()

_ERRORS_ONLY = 3


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.use_per_session_threads = False
    options.log_severity_level = _ERRORS_ONLY
    return options


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
