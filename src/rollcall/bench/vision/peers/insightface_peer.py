"""InsightFace's own FaceAnalysis, asked by lines of JSON. Runs in its own environment and imports nothing of ours."""

from __future__ import annotations

import json
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

_start = time.perf_counter()
from insightface.app import FaceAnalysis  # noqa: E402

_import_seconds = time.perf_counter() - _start

import numpy as np  # noqa: E402


def _resident_megabytes() -> float:
    # Not ru_maxrss: it is inherited from the process that started this one.
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@cache
def _read(image: str) -> Any:
    return np.load(image)


class _Peer:
    def __init__(self) -> None:
        self._analysis: Any = None

    def open(self, folder: str) -> dict[str, Any]:
        self._analysis = FaceAnalysis(name=folder, providers=["CPUExecutionProvider"])
        self._analysis.prepare(ctx_id=-1)
        return {
            "import_seconds": _import_seconds,
            "memory_megabytes": _resident_megabytes(),
        }

    def analyse(self, image: str, sizes: list[list[int]]) -> list[dict[str, Any]]:
        faces = self._get(np.load(image), sizes)
        return [
            {
                "box": face.bbox.tolist(),
                "landmarks": face.kps.tolist(),
                "score": float(face.det_score),
                "embedding": face.normed_embedding.tolist(),
            }
            for face in faces
        ]

    def time(self, image: str, sizes: list[list[int]] | None) -> dict[str, float]:
        pixels = _read(image)
        wall, processor = time.perf_counter(), time.process_time()
        self._get(pixels, sizes)
        return {
            "wall": 1000 * (time.perf_counter() - wall),
            "processor": 1000 * (time.process_time() - processor),
        }

    def _get(self, pixels: Any, sizes: list[list[int]] | None) -> Any:
        # None: its own default, squares of 128 and 640.
        self._analysis.det_model.input_sizes = [tuple(size) for size in sizes or [[128, 128], [640, 640]]]
        return self._analysis.get(pixels)


def _main() -> None:
    peer = _Peer()
    # Whatever the library prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(peer, question.pop("do"))(**question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


_main()
