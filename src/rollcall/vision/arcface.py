"""ArcFace embedders: an aligned face in, a point on the unit sphere out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.model import Face, Image
from rollcall.vision.alignment import ARCFACE_SIDE, align
from rollcall.vision.embedded import with_embeddings
from rollcall.vision.graph import Graph
from rollcall.vision.runtime import Model, Runtime
from rollcall.vision.side_by_side import rows_through

__all__ = ["ArcFaceEmbedder", "is_arcface"]

_MEAN, _SCALE = 127.5, 1 / 127.5
# InsightFace, arcface_onnx.py: graphs that do not normalise were trained on pixels in -1..1.

_MIN_EMBEDDING = 64
# Shorter outputs of a net over faces are classes or landmarks, not embeddings.

_EXAMPLE = np.random.default_rng(0).integers(0, 256, (1, ARCFACE_SIDE, ARCFACE_SIDE, 3), np.uint8)
# What the engines are measured on.


def is_arcface(graph: Graph) -> bool:
    """Whether the graph takes aligned 112x112 faces and gives one vector a face."""
    if graph.input_shape[1:] != (3, ARCFACE_SIDE, ARCFACE_SIDE) or len(graph.output_shapes) != 1:
        return False
    shape = graph.output_shapes[0]
    return len(shape) == 2 and (shape[1] or 0) >= _MIN_EMBEDDING


class ArcFaceEmbedder:
    """Embeds faces by a net of the ArcFace family, those of several cameras in one inference where that is quicker."""

    def __init__(self, graph: Graph, runtime: Runtime | None = None) -> None:
        """Compile the net.

        Raises:
            ModelError: the graph is no ArcFace net.

        """
        if not is_arcface(graph):
            raise ModelError(f"The model '{graph.name}' is no ArcFace embedder: it wants Nx3x112x112, one vector out.")
        mean, scale = (0.0, 1.0) if graph.normalises else (_MEAN, _SCALE)
        self.model = Model(graph.on_pixels(mean=mean, scale=scale), runtime, _EXAMPLE)
        # Exports with a declared batch often have it in their nodes too.
        self._rows = rows_through(self.model, graph.input_shape[0])
        self.size = int(graph.output_shapes[0][1] or 0)

    @property
    def name(self) -> str:
        """Name of the model, by which embeddings are told from those of another."""
        return self.model.name

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""
        return self.model.engine

    def embed(self, image: Image, faces: Sequence[Face]) -> tuple[Face, ...]:
        """Return the same faces in the same order, each with an embedding of length 1; see ``with_embeddings``."""
        return with_embeddings(faces, self.embed_aligned(align(image, faces)))

    def embed_aligned(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return (N, D) float32 of length 1 for aligned faces, (N, 112, 112, 3) uint8 BGR."""
        if not len(crops):
            return np.empty((0, self.size), np.float32)
        return _normalised(self._rows.run(crops))


def _normalised(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
