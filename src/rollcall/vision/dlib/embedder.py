"""dlib's face embeddings: 128 numbers, nearer than 0.6 for one person's faces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face, Image
from rollcall.vision.dlib.chips import Chip, cut_chip, find_chip
from rollcall.vision.dlib.detector import inclusive
from rollcall.vision.dlib.resnet import EMBEDDING_SIZE, FACE_SIDE
from rollcall.vision.dlib.shape_predictor import ShapePredictor
from rollcall.vision.embedded import with_embeddings
from rollcall.vision.graph import Graph
from rollcall.vision.runtime import Model, Runtime
from rollcall.vision.side_by_side import rows_through

__all__ = ["DlibEmbedder"]

_EXAMPLE = np.random.default_rng(0).integers(0, 256, (1, FACE_SIDE, FACE_SIDE, 3), np.uint8)
# What the engines are measured on.


class DlibEmbedder:
    """Embeds faces by dlib's residual network.

    Faces are turned upright by a shape predictor's points in their boxes, not by their landmarks: dlib's network was
    trained on faces cut out that way.
    """

    def __init__(
        self, graph: Graph, predictor: ShapePredictor, *, jitter: int = 1, runtime: Runtime | None = None
    ) -> None:
        """Compile the network; ``jitter`` shaken copies of a face are embedded and averaged, 1 is the face itself."""
        self.model = Model(graph.on_pixels(), runtime, _EXAMPLE)
        self._rows = rows_through(self.model)
        self._predictor = predictor
        self._jitter = jitter
        self.size = EMBEDDING_SIZE

    @property
    def name(self) -> str:
        """Name of the model, by which embeddings are told from those of another."""
        return self.model.name

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""
        return self.model.engine

    def embed(self, image: Image, faces: Sequence[Face]) -> tuple[Face, ...]:
        """Return the same faces in the same order, each with its embedding; see ``with_embeddings``."""
        if not faces:
            return ()
        boxes = inclusive(np.stack([face.box for face in faces]))
        # dlib's points are whole pixels.
        points = np.floor(self._predictor.predict(image, boxes) + 0.5)
        embeddings = self.embed_aligned(np.stack([cut_chip(image, find_chip(shape)) for shape in points]))
        return with_embeddings(faces, embeddings)

    def embed_aligned(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return (N, 128) float32 for upright faces, (N, 150, 150, 3) uint8 BGR."""
        copies = chips if self._jitter <= 1 else np.concatenate([_shaken(chip, self._jitter) for chip in chips])
        if not len(copies):
            return np.empty((0, self.size), np.float32)
        embeddings: NDArray[np.float32] = self._rows.run(copies).reshape(len(chips), -1, self.size).mean(axis=1)
        return embeddings


def _shaken(chip: Image, copies: int) -> NDArray[np.uint8]:
    """Return copies of a face moved, scaled, turned and mirrored by chance, as dlib's ``jitter_image`` does.

    The same face always gives the same copies.
    """
    rng = np.random.default_rng(_SEED)
    return np.stack([_shake(chip, rng) for _ in range(copies)])


def _shake(chip: Image, rng: np.random.Generator) -> Image:
    inner = FACE_SIDE - 2 * _MARGIN
    x, y = (FACE_SIDE - 1) / 2 + np.rint(rng.uniform(-_MAX_SHIFT, _MAX_SHIFT, 2) * inner)
    side = float(int(inner / rng.uniform(*_SCALES)))
    shaken = cut_chip(chip, Chip(float(x), float(y), side, np.deg2rad(rng.uniform(-_MAX_DEGREES, _MAX_DEGREES))))
    return shaken[:, ::-1] if rng.random() > 0.5 else shaken


_SEED = 0
_MARGIN = 3
_MAX_SHIFT, _MAX_DEGREES = 0.02, 3.0
_SCALES = (0.97, 0.99999)
# dlib, ``jitter_image`` in ``interpolation.h``: pixels kept off the edge, shift as a share of the side, turn, scale.
