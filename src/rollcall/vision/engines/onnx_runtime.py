"""Graphs in ONNX Runtime: on the processor, and on GPUs where a build of it for them is installed."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rollcall.vision.cache import cache_directory
from rollcall.vision.engines.engine import Array, EngineError
from rollcall.vision.engines.prelu import without_prelu
from rollcall.vision.engines.threads import ThreadBudget
from rollcall.vision.graph import Graph

__all__ = ["OnnxRuntimeEngine", "onnx_runtime_devices"]

_PROVIDERS: dict[str, tuple[str, dict[str, Any]]] = {
    "cpu": ("CPUExecutionProvider", {}),
    # The default, an exhaustive search for the fastest convolution, stops the picture for seconds at each new shape.
    "cuda": ("CUDAExecutionProvider", {"cudnn_conv_algo_search": "HEURISTIC"}),
    # Without a cache it builds its engines for minutes at each start; without a path, into the working directory.
    "tensorrt": (
        "TensorrtExecutionProvider",
        {
            "trt_engine_cache_enable": True,
            "trt_engine_cache_path": str(cache_directory() / "tensorrt"),
            "trt_timing_cache_enable": True,
        },
    ),
    "directml": ("DmlExecutionProvider", {}),
}

_SILENT = 4
# ONNX Runtime's log severity: its errors come as exceptions; what it warns of, shapes other than declared, is meant.


def onnx_runtime_devices() -> tuple[str, ...]:
    """Return the devices that the installed build of ONNX Runtime was made for, the processor first."""
    built = set(onnxruntime.get_available_providers())
    return tuple(device for device, (provider, _) in _PROVIDERS.items() if provider in built)


class OnnxRuntimeEngine:
    """A graph in ONNX Runtime."""

    def __init__(self, graph: Graph, device: str, budget: ThreadBudget) -> None:
        """Compile ``graph`` for "cpu", "cuda", "tensorrt" or "directml".

        Raises:
            EngineError: the device is not there, or it does not take the graph.

        """
        provider, provider_options = _PROVIDERS[device]
        if provider not in onnxruntime.get_available_providers():
            raise EngineError(f"the installed build of ONNX Runtime knows no {device}")
        # DirectML and TensorRT run one inference at a time; CUDA gains nothing from more.
        self._turn = budget.lane if device == "cpu" else threading.Lock()
        budget.open()
        taken = without_prelu(graph) if device == "cpu" else graph
        try:
            self._session = onnxruntime.InferenceSession(
                taken.serialized,
                _options(device),
                providers=[(provider, provider_options), *([] if device == "cpu" else ["CPUExecutionProvider"])],
                enable_fallback=0,
            )
        except Exception as error:  # Its errors have no common type of their own.
            raise EngineError(_first_line(error)) from error
        # Where a GPU's libraries are missing it goes on with the processor and says so only in its log.
        if self._session.get_providers()[0] != provider:
            raise EngineError(f"its libraries for {device} are missing or do not fit the driver")
        self._inputs = [value.name for value in self._session.get_inputs()]

    def run(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph."""
        try:
            with self._turn:
                return tuple(self._session.run(None, dict(zip(self._inputs, inputs, strict=True))))
        except Exception as error:
            raise EngineError(_first_line(error)) from error


def _options(device: str) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.use_per_session_threads = False
    options.log_severity_level = _SILENT
    if device == "directml":
        # Required by that provider.
        options.enable_mem_pattern = False
    return options


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
