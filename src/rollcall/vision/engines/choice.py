"""Which engine is fastest for a graph on this machine: measured once, remembered in a file."""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from rollcall.vision.cache import written_whole
from rollcall.vision.engines.engine import Array, Engine, EngineError
from rollcall.vision.graph import Graph

__all__ = ["EngineMemory", "measure", "memory_key"]

_log = logging.getLogger(__name__)

_MEASURE_SECONDS = 0.5
# For each engine; with the compilation about a second for both on a processor.
_MIN_RUNS = 3

_MAX_DIFFERENCE = 0.05
# Share of an output's length by which an engine may differ from ONNX Runtime on the processor: half precision differs
# by less than 0.01, a faulty driver by 1.


def measure(
    names: tuple[str, ...],
    make: Callable[[str], Engine],
    example: Array,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Return the milliseconds that each engine takes for ``example``.

    Engines that fail, or compute other numbers than the first one, are left out.
    """
    taken: dict[str, float] = {}
    reference: tuple[Array, ...] | None = None
    for name in names:
        try:
            engine = make(name)
            outputs = engine.run((example,))
            reference = reference or outputs
            if _agree(outputs, reference):
                taken[name] = _milliseconds(engine, example, clock)
            else:
                _log.warning("%s is not used: it computes other numbers than %s", name, names[0])
        except EngineError as error:
            _log.info("%s is not used: %s", name, error)
    return taken


def _milliseconds(engine: Engine, example: Array, clock: Callable[[], float]) -> float:
    """Return the shortest of as many runs as fit: what else the machine does makes runs longer, never shorter."""
    times: list[float] = []
    while len(times) < _MIN_RUNS or sum(times) < _MEASURE_SECONDS:
        start = clock()
        engine.run((example,))
        times.append(clock() - start)
    return min(times) * 1000


def _agree(outputs: tuple[Array, ...], reference: tuple[Array, ...]) -> bool:
    return all(
        output.shape == expected.shape
        and float(np.linalg.norm(output - expected)) <= _MAX_DIFFERENCE * float(np.linalg.norm(expected))
        for output, expected in zip(outputs, reference, strict=True)
    )


class EngineMemory:
    """Remembers the fastest engine of each graph in a JSON file; a file that cannot be read or written is done without.

    The key holds what could change the answer: the graph, the machine, the threads, the engines and their versions.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, key: str) -> str | None:
        """Return the engine's name, or None where the graph was never measured under these circumstances."""
        name = self._read().get(key)
        return name if isinstance(name, str) else None

    def remember(self, key: str, name: str) -> None:
        """Write it down; of two processes that do so at once, one's may be lost and is measured again."""
        known = self._read() | {key: name}
        try:
            with written_whole(self._path) as file:
                file.write(json.dumps(known, indent=1).encode())
        except OSError as error:
            _log.info("cannot remember the fastest engine in '%s': %s", self._path, error.strerror)

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def memory_key(graph: Graph, example: Array, names: tuple[str, ...], threads: int) -> str:
    """Return what the choice depends on, in one line."""
    shape = "x".join(str(side) for side in example.shape)
    versions = " ".join(filter(None, map(_version, ("onnxruntime", "openvino"))))
    return f"{graph.digest[:16]} {shape} {platform.node()} {threads} threads {','.join(names)} {versions}"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
