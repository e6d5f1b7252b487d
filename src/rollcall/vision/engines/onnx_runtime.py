"""Graphs in ONNX Runtime: on the processor, and on GPUs where a build of it for them is installed."""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import re
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rollcall.vision.cache import cache_folder
from rollcall.vision.engines.cost import Cost
from rollcall.vision.engines.engine import Array, EngineError
from rollcall.vision.engines.prelu import without_prelu
from rollcall.vision.engines.threads import ThreadBudget
from rollcall.vision.engines.turns import Inference, Turns, one_by_one, side_by_side
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
            "trt_engine_cache_path": str(cache_folder() / "tensorrt"),
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
        if _PROVIDERS[device][0] not in onnxruntime.get_available_providers():
            raise EngineError(f"the installed build of ONNX Runtime knows no {device}")
        self._graph = graph
        self._device = device
        onnxruntime.set_default_logger_severity(_SILENT)
        # On Windows, where it reports by other means, the variable does not reach it.
        onnxruntime.disable_telemetry_events()
        if device in _NEEDS_CUDA:
            _load_cuda()
        session = self._open(_options(device, budget.beside))
        # Where a GPU's libraries are missing it goes on with the processor and says so only in its log.
        if session.get_providers()[0] != _PROVIDERS[device][0]:
            raise EngineError(f"its libraries for {device} are missing or do not fit the driver")
        self._infer = self._taking_turns(_inference(session), budget)

    def run(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        """Return the outputs in the order of the graph."""
        try:
            return self._infer(inputs)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(_first_line(error)) from error

    def _open(self, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
        provider, provider_options = _PROVIDERS[self._device]
        on_processor = self._device == "cpu"
        taken = without_prelu(self._graph) if on_processor else self._graph
        try:
            return onnxruntime.InferenceSession(
                taken.serialized,
                options,
                providers=[(provider, provider_options), *([] if on_processor else ["CPUExecutionProvider"])],
                enable_fallback=0,
            )
        except Exception as error:  # Its errors have no common type of their own.
            raise EngineError(_first_line(error)) from error

    def _taking_turns(self, inference: Inference, budget: ThreadBudget) -> Inference:
        if self._device != "cpu":
            # DirectML and TensorRT can no more; CUDA gains nothing from more.
            return one_by_one(inference)
        if budget.beside > 1:
            # An inference that is alone has half of the threads already.
            return side_by_side(budget.lanes, inference)
        on_all = _options(self._device, budget.threads)
        return Turns(budget.lanes, Cost(), inference, lambda: _inference(self._open(on_all))).run


def _inference(session: onnxruntime.InferenceSession) -> Inference:
    names = [value.name for value in session.get_inputs()]
    return lambda inputs: tuple(session.run(None, dict(zip(names, inputs, strict=True))))


@functools.cache
def _load_cuda() -> None:
    """Load NVIDIA's libraries from their packages, where the loader of shared libraries does not look by itself."""
    said = io.StringIO()
    # What it misses it prints; the session then fails, and that is told.
    with contextlib.redirect_stdout(said):
        onnxruntime.preload_dlls(msvc=False)
    for line in said.getvalue().splitlines():
        _log.debug("%s", line)


def _options(device: str, threads: int) -> onnxruntime.SessionOptions:
    """Return options for so many threads of the session's own, the caller's among them."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = _SILENT
    # Waiting actively, they would take processors from other sessions, and from decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if device == "directml":
        # Required by that provider.
        options.enable_mem_pattern = False
    return options


def _first_line(error: Exception) -> str:
    return _PLACE_IN_SOURCE.sub("", str(error).partition("\n")[0])
