"""Models at work: a graph in the engine that is set, or in the fastest one, and on the processor if a device fails."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.cache import cache_folder
from rollcall.vision.engines.choice import EngineMemory, measure, memory_key
from rollcall.vision.engines.devices import open_vino_devices
from rollcall.vision.engines.engine import Engine, EngineError
from rollcall.vision.engines.onnx_runtime import OnnxRuntimeEngine, onnx_runtime_devices
from rollcall.vision.engines.open_vino import OpenVinoEngine
from rollcall.vision.engines.threads import thread_budget
from rollcall.vision.graph import Graph

__all__ = ["Model", "Runtime", "available_engines"]

_log = logging.getLogger(__name__)

_PROCESSOR = "onnxruntime:cpu"
# Runs everywhere; what others are measured against and fall back to.

_NEVER_MEASURED = frozenset({"onnxruntime:tensorrt", "openvino:auto"})
# TensorRT builds its engine for minutes; OpenVINO's AUTO is one of its other two.


@dataclass(frozen=True)
class Runtime:
    """Where models run, and with how many threads."""

    engine: str = _PROCESSOR
    """"auto", or one of ``available_engines``."""
    threads: int = 0
    """For the whole process; 0 for all processors."""
    memory: Path = field(default_factory=lambda: cache_folder() / "engines.json")
    """File that remembers which engine was fastest."""

    @classmethod
    def of(cls, settings: VisionSettings) -> Runtime:
        """Return the runtime that is set."""
        complete = settings.runtime == "auto" or ":" in settings.runtime
        engine = settings.runtime if complete else f"{settings.runtime}:cpu"
        return cls(engine=engine, threads=settings.threads)


def available_engines() -> tuple[str, ...]:
    """Return the engines that this machine has, such as "onnxruntime:cpu"; that one comes first."""
    return (
        *(f"onnxruntime:{device}" for device in onnx_runtime_devices()),
        *(f"openvino:{device}" for device in open_vino_devices()),
    )


@dataclass(frozen=True)
class _Place:
    name: str
    engine: Engine


class Model:
    """A graph ready to run; safe to call from several threads."""

    def __init__(self, graph: Graph, runtime: Runtime | None = None, example: NDArray[Any] | None = None) -> None:
        """Compile ``graph``; where the engine is "auto", the fastest one on an input like ``example`` is taken.

        Raises:
            ModelError: no engine takes the graph.

        """
        self.name = graph.name
        self._graph = graph
        self._runtime = runtime or Runtime()
        self._falling_back = threading.Lock()
        self._place = self._find_place(example)

    @property
    def engine(self) -> str:
        """Name of the engine that runs it now."""
        return self._place.name

    @property
    def on_processor(self) -> bool:
        """Whether it runs on the processor now, rather than on a device."""
        return self.engine.endswith(":cpu")

    @property
    def at_once(self) -> int:
        """How many inferences on the processor may run at the same time in this process."""
        return thread_budget(self._runtime.threads).lanes.count

    def run(self, *inputs: NDArray[Any]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph; if the device fails, from the processor, for good.

        Raises:
            ModelError: the inputs do not fit the graph.

        """
        place = self._place
        try:
            return place.engine.run(inputs)
        except EngineError as error:
            if place.name == _PROCESSOR:
                raise ModelError(f"The model '{self.name}' failed: {error}") from error
            self._fall_back(place, error)
        return self.run(*inputs)

    def _fall_back(self, failed: _Place, error: EngineError) -> None:
        with self._falling_back:
            # Another thread may have seen the same failure first.
            if self._place is failed:
                _log.warning("model '%s' goes on on the processor, %s failed: %s", self.name, failed.name, error)
                self._place = self._processor()

    def _find_place(self, example: NDArray[Any] | None) -> _Place:
        wanted = self._runtime.engine
        if wanted == "auto":
            wanted = self._fastest(example) if example is not None else _PROCESSOR
        if wanted == _PROCESSOR:
            return self._processor()
        try:
            return _Place(wanted, self._make(wanted))
        except EngineError as error:
            _log.warning("model '%s' runs on the processor, not in %s: %s", self.name, wanted, error)
            return self._processor()

    def _processor(self) -> _Place:
        try:
            return _Place(_PROCESSOR, self._make(_PROCESSOR))
        except EngineError as error:
            raise ModelError(f"ONNX Runtime cannot load the model '{self.name}': {error}") from error

    def _make(self, name: str) -> Engine:
        runtime, _, device = name.partition(":")
        engine = OpenVinoEngine if runtime == "openvino" else OnnxRuntimeEngine
        return engine(self._graph, device, thread_budget(self._runtime.threads))

    def _fastest(self, example: NDArray[Any]) -> str:
        """Return the engine that is remembered as the fastest, or is now measured to be."""
        names = tuple(name for name in available_engines() if name not in _NEVER_MEASURED)
        memory = EngineMemory(self._runtime.memory)
        key = memory_key(self._graph, example, names, thread_budget(self._runtime.threads).threads)
        known = memory.recall(key)
        if known in names:
            return known
        if len(names) == 1:
            return _PROCESSOR
        tried = measure(names, self._make, example)
        if not tried:
            return _PROCESSOR
        times = ", ".join(f"{name} {milliseconds:.1f} ms" for name, milliseconds in tried.items())
        fastest = min(tried, key=tried.__getitem__)
        _log.info("model '%s' runs in %s (measured: %s)", self.name, fastest, times)
        memory.remember(key, fastest)
        return fastest
