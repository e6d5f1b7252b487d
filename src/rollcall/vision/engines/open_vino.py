"""Graphs in OpenVINO, where it is installed: on the processor, and on Intel's GPUs."""

from __future__ import annotations

import queue
import threading
import time
from collections import OrderedDict
from functools import cache, partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.vision.cache import cache_folder
from rollcall.vision.engines.cost import Cost
from rollcall.vision.engines.devices import open_vino_devices
from rollcall.vision.engines.engine import Array, EngineError
from rollcall.vision.engines.threads import ThreadBudget
from rollcall.vision.engines.turns import Inference, Turns, one_by_one
from rollcall.vision.graph import Graph

__all__ = ["OpenVinoEngine"]

_COMPILED_SHAPES = 8
# Shapes kept compiled, least recently used dropped: two for each shape of picture among the cameras, three where
# inferences are long.


class OpenVinoEngine:
    """A graph in OpenVINO, compiled anew for each shape of its input."""

    def __init__(self, graph: Graph, device: str, budget: ThreadBudget) -> None:
        """Read ``graph`` for "cpu", "gpu" or "auto".

        Raises:
            EngineError: OpenVINO is not installed, has no such device, or does not take the graph.

        """
        if find_spec("openvino") is None:
            raise EngineError("OpenVINO is not installed (pip install 'rollcall[openvino]')")
        if device != "auto" and device not in open_vino_devices():
            raise EngineError(f"OpenVINO finds no {device} on this machine")
        self._device = device
        self._threads = budget.threads
        self._graph = graph
        self._compiled: OrderedDict[tuple[int, ...], queue.SimpleQueue[Any]] = OrderedDict()
        self._compiling = threading.Lock()
        try:
            _prepare()
            _core().read_model(self._graph.serialized)
        except RuntimeError as error:
            raise EngineError(_last_line(error)) from error
        if device == "cpu":
            beside, alone = partial(self._infer, budget.lanes.count), partial(self._infer, 1)
            # Its own threads do the work, so the caller's time would say nothing.
            self._run: Inference = Turns(budget.lanes, Cost(time.perf_counter), beside, lambda: alone).run
        else:
            self._run = one_by_one(partial(self._infer, budget.lanes.count))

    def run(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph."""
        try:
            return self._run(inputs)
        except RuntimeError as error:
            raise EngineError(_last_line(error)) from error

    def _infer(self, streams: int, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        requests = self._requests(inputs[0].shape, streams)
        request = requests.get()
        try:
            outputs = request.infer(list(inputs), share_inputs=True)
            return tuple(np.array(output) for output in outputs.values())
        finally:
            requests.put(request)

    def _requests(self, shape: tuple[int, ...], streams: int) -> queue.SimpleQueue[Any]:
        """Return the idle requests of the graph compiled for this shape, as many as may run at once: ``streams``."""
        # The processor takes batches of any size at the same speed; a GPU compiles its kernels for one.
        key = (streams, -1, *shape[1:]) if self._device == "cpu" else (streams, *shape)
        with self._compiling:
            if key not in self._compiled:
                self._compiled[key] = self._compile(key[1:], streams)
                if len(self._compiled) > _COMPILED_SHAPES:
                    self._compiled.popitem(last=False)
            self._compiled.move_to_end(key)
            return self._compiled[key]

    def _compile(self, shape: tuple[int, ...], streams: int) -> queue.SimpleQueue[Any]:
        core = _core()
        from openvino import PartialShape

        model = core.read_model(self._graph.serialized)
        model.reshape(PartialShape(list(shape)))
        compiled = core.compile_model(model, self._device.upper(), self._options(streams))
        requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for _ in range(streams):
            requests.put(compiled.create_infer_request())
        return requests

    def _options(self, streams: int) -> dict[str, Any]:
        if self._device != "cpu":
            # A GPU compiles for seconds.
            return {"PERFORMANCE_HINT": "LATENCY", "CACHE_DIR": str(cache_folder() / "openvino")}
        return {
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": self._threads,
            # Processors with bfloat16 would round embeddings to three digits.
            "INFERENCE_PRECISION_HINT": "f32",
            # Video decoders work on the same cores.
            "ENABLE_CPU_PINNING": False,
        }


@cache
def _core() -> Any:
    """Return OpenVINO's core, which takes a tenth of a second to make."""
    from openvino import Core

    return Core()


_preparing = threading.Lock()


def _prepare() -> None:
    """Run an inference of nothing much before any other, so that no two threads ever run the first one.

    What converts arrays in OpenVINO's binding is made at its first use, by a thread that lets others run meanwhile; a
    second one then waits for it without letting anybody run, and the whole process stands still for good.
    """
    with _preparing:
        _infer_once()


@cache
def _infer_once() -> None:
    from openvino import Model, opset13

    number = opset13.parameter([1], np.float32)
    model = Model([opset13.relu(number)], [number])
    request = _core().compile_model(model, "CPU").create_infer_request()
    tuple(request.infer([np.zeros(1, np.float32)], share_inputs=True).values())


def _last_line(error: Exception) -> str:
    """Return what went wrong: OpenVINO puts the place in its own source first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else "unknown error"
