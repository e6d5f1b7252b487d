"""Graphs in ONNX Runtime: on the processor, and on GPUs where a build of it for them is installed."""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import re
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

_log = logging.getLogger(__name__)

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

_PLACE_IN_SOURCE = re.compile(r"^/\S+\.\w+:\d+ [^()]*\([^()]*\) ")
"""What ONNX Runtime puts before some of its errors: file, line and signature of its C++."""

_NEEDS_CUDA = ("cuda", "tensorrt")

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
        onnxruntime.set_default_logger_severity(_SILENT)
        if device in _NEEDS_CUDA:
            _load_cuda()
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


@functools.cache
def _load_cuda() -> None:
    """Load NVIDIA's libraries from their packages, where the loader of shared libraries does not look by itself."""
    said = io.StringIO()
    # What it misses it prints; the session then fails, and that is told.
    with contextlib.redirect_stdout(said):
        onnxruntime.preload_dlls(msvc=False)
    for line in said.getvalue().splitlines():
        _log.debug("%s", line)


def _options(device: str) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.use_per_session_threads = False
    options.log_severity_level = _SILENT
    if device == "directml":
        # Required by that provider.
        options.enable_mem_pattern = False
    return options


def _first_line(error: Exception) -> str:
    return _PLACE_IN_SOURCE.sub("", str(error).partition("\n")[0])
