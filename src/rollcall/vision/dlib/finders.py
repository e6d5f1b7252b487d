"""dlib's two ways to find faces: its CNN as ONNX in any runtime, and HOG by dlib itself where it is installed."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ModelError
from rollcall.model import Image
from rollcall.vision.dlib.mmod import Mmod
from rollcall.vision.dlib.pyramid import Canvas, Layout, lay_out
from rollcall.vision.runtime import Model, Runtime

__all__ = ["HogFinder", "MmodFinder"]

_EXAMPLE = lay_out(640, 360)
# The picture whose pyramid the engines are measured on.


class MmodFinder:
    """The CNN: faces of 80 pixels a side and more, also turned and half hidden ones."""

    def __init__(self, mmod: Mmod, *, runtime: Runtime | None = None) -> None:
        """Compile the network."""
        self._mmod = mmod
        example = np.zeros((1, 3, _EXAMPLE.height, _EXAMPLE.width), np.float32)
        self.model = Model(mmod.graph, runtime, example)
        self._kept = threading.local()

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    @property
    def engine(self) -> str:
        """What runs it now, such as "onnxruntime:cpu"."""
        return self.model.engine

    def find(self, image: Image, confidence: float = 0.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return boxes and confidences, as every finder does; 1 is as confident as the network was trained to be."""
        layout = lay_out(image.shape[1], image.shape[0])
        if min(layout.width, layout.height) <= 2 * self._mmod.offset:
            # Not even one position of the output sees it whole.
            return np.zeros((0, 4)), np.zeros(0)
        (output,) = self.model.run(self._canvas(layout).draw(image)[None])
        scores = output[0, 0]
        rows, columns = np.nonzero(scores > confidence)
        centres = self._mmod.offset + self._mmod.step * np.stack((columns, rows), axis=1)
        half = (np.array(self._mmod.window) - 1) / 2
        boxes = layout.to_picture(np.concatenate((centres - half, centres + half), axis=1))
        return _keep_best(_round(boxes), scores[rows, columns].astype(np.float64), self._mmod.max_overlap)

    def _canvas(self, layout: Layout) -> Canvas:
        """Return this thread's canvas: a camera's pictures are of one size, and new memory costs as much as drawing."""
        kept: Canvas | None = getattr(self._kept, "canvas", None)
        if kept is None or kept.layout is not layout:
            kept = self._kept.canvas = Canvas(layout, self._mmod.mean_rgb)
        return kept


class HogFinder:
    """Histograms of oriented gradients: upright frontal faces of 80 pixels a side and more, without any network."""

    def __init__(self) -> None:
        """Open dlib's detector.

        Raises:
            ModelError: dlib is not installed.

        """
        try:
            import dlib
        except ImportError:
            raise ModelError("The HOG detector needs dlib: pip install dlib-bin, or leave --detector out.") from None
        self._detector: Any = dlib.get_frontal_face_detector()
        # It keeps the pyramid of the picture it works on.
        self._one_at_a_time = threading.Lock()

    @property
    def name(self) -> str:
        """Name of the model."""
        return "dlib_frontal_face_detector"

    @property
    def engine(self) -> str:
        """What runs it: dlib itself."""
        return "dlib:cpu"

    def find(self, image: Image, confidence: float = 0.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return boxes and confidences, as every finder does; a clear face has 1 to 3."""
        with self._one_at_a_time:
            found, confidences, _ = self._detector.run(np.ascontiguousarray(image[..., ::-1]), 0, confidence)
        boxes = [(box.left(), box.top(), box.right(), box.bottom()) for box in found]
        return np.array(boxes, np.float64).reshape(-1, 4), np.array(confidences, np.float64)


def _round(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return whole numbers, halves away from zero, as C's ``lround``; positions often stand at a half."""
    return np.trunc(values + np.copysign(0.5, values))


def _keep_best(
    boxes: NDArray[np.float64], confidences: NDArray[np.float64], max_overlap: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the boxes best first, without those that overlap a better one."""
    order = np.argsort(-confidences, kind="stable")
    boxes, confidences = boxes[order], confidences[order]
    kept = np.ones(len(boxes), np.bool_)
    for row in range(len(boxes)):
        if kept[row]:
            kept[row + 1 :] &= _overlaps(boxes[row], boxes[row + 1 :]) <= max_overlap
    return boxes[kept], confidences[kept]


def _overlaps(box: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what ``box`` shares with each of the others (N, 4), over the smallest rectangle around both.

    dlib calls the quotient intersection over union (``test_box_overlap``).
    """
    shared = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]) + 1
    around = np.maximum(box[2:], others[:, 2:]) - np.minimum(box[:2], others[:, :2]) + 1
    overlaps: NDArray[np.float64] = np.maximum(shared, 0).prod(axis=1) / around.prod(axis=1)
    return overlaps
