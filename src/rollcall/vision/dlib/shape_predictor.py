"""Points of a face from its box, by cascades of regression trees.

Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression Trees", 2014; the files are dlib's
``shape_predictor_5_face_landmarks.dat`` and ``shape_predictor_68_face_landmarks.dat``, the arithmetic follows
``dlib/image_processing/shape_predictor.h`` (Boost licence).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Image
from rollcall.vision.dlib.archive import Archive, join_numbers

__all__ = ["ShapePredictor", "read_shape_predictor"]


@dataclass(frozen=True, eq=False)
class ShapePredictor:
    """A cascade of C steps, each with T trees of S splits and L = S + 1 leaves, over P points and F pixels.

    Points are complex numbers, x + iy, so that a turn with a scale is a product. They are given in the box: 0 is its
    upper left corner, 1 + 1i its lower right one.
    """

    mean: NDArray[np.complex64]
    """(P,): where the points of a face lie on average."""
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    """(C, T, S): a split compares the grey values of these two pixels."""
    thresholds: NDArray[np.float32]
    """(C, T, S): the way goes left where the first is brighter than the second by more than this."""
    leaves: NDArray[np.complex64]
    """(C, T, L, P): how far a leaf moves the points."""
    anchors: NDArray[np.intp]
    """(C, F): the point that a pixel is given by."""
    offsets: NDArray[np.complex64]
    """(C, F): from that point to the pixel, in the average face."""

    def predict(self, image: Image, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of the faces in ``boxes``, (N, P, 2) x y in pixels.

        ``boxes``: (N, 4) x1 y1 x2 y2, first and last column and row that belong to the face.
        """
        image = np.ascontiguousarray(image)
        points = np.repeat(self.mean[None], len(boxes), axis=0)
        for step in range(len(self.leaves)):
            pixels = _turns(self.mean, points)[:, None] * self.offsets[step] + points.take(self.anchors[step], axis=1)
            moves = self._moves(_grey_at(image, *_in_picture(pixels, boxes)), step)
            # From the points on, one after the other: float32 sums in dlib's order round as dlib's do.
            moves[0] += points
            points = moves.sum(axis=0)
        return np.stack(_in_picture(points, boxes), axis=2)

    def _moves(self, grey: NDArray[np.float32], step: int) -> NDArray[np.complex64]:
        """Return how far each tree moves the points, (T, N, P), for grey values (N, F)."""
        trees, leaves, points = self.leaves[step].shape
        first_leaves = np.arange(trees)[:, None] * leaves
        # Trees come first, since numpy sums whole rows much sooner than the middle of an array.
        reached = self._leaves_reached(grey, step).T + first_leaves
        moves: NDArray[np.complex64] = self.leaves[step].reshape(-1, points).take(reached, axis=0)
        return moves

    def _leaves_reached(self, grey: NDArray[np.float32], step: int) -> NDArray[np.int64]:
        """Return the leaf of each tree, (N, T), for grey values (N, F)."""
        trees, splits = self.first.shape[1:]
        # All splits at once cost less than one level of all trees after the other.
        brighter = grey.take(self.first[step], axis=1) - grey.take(self.second[step], axis=1) > self.thresholds[step]
        children = np.subtract(2, brighter, dtype=np.int8).reshape(-1)
        roots = np.arange(0, brighter.size, splits).reshape(len(grey), trees)
        node = np.zeros_like(roots)
        for _ in range((splits + 1).bit_length() - 1):
            node = 2 * node + children.take(roots + node)
        leaves: NDArray[np.int64] = node - splits
        return leaves


def read_shape_predictor(data: bytes, name: str) -> ShapePredictor:
    """Read a predictor from the bytes of its .dat file.

    Raises:
        ModelError: the bytes are not of a shape predictor.

    """
    archive = Archive(data, name)
    archive.require(archive.integer() == 1)
    integers = _Integers(archive, archive.remaining_integers())
    mean = integers.column()
    forests = integers.forests(len(mean))
    anchors = integers.table()
    archive.require(anchors.shape[0] == len(forests.leaves) and anchors.min() >= 0 and anchors.max() < len(mean) // 2)
    offsets = join_numbers(integers.table(width=4))
    pixels = anchors.shape[1]
    archive.require(integers.ended and offsets.shape == (len(anchors), 2 * pixels))
    for pixel in (forests.first, forests.second):
        archive.require(pixel.min() >= 0 and pixel.max() < pixels)
    return ShapePredictor(
        _as_points(mean),
        forests.first.astype(np.intp),
        forests.second.astype(np.intp),
        forests.thresholds,
        _as_points(forests.leaves),
        anchors.astype(np.intp),
        _as_points(offsets),
    )


def _as_points(coordinates: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Return coordinates (..., 2N), x y x y, as points (..., N)."""
    return np.ascontiguousarray(coordinates).view(np.complex64)


@dataclass(frozen=True, eq=False)
class _Forests:
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    leaves: NDArray[np.float32]


class _Integers:
    """The integers of the file, taken in pieces; a predictor's trees are all of one size, so that they fold."""

    def __init__(self, archive: Archive, values: NDArray[np.int32]) -> None:
        self._archive = archive
        self._values = values
        self._position = 0

    @property
    def ended(self) -> bool:
        return self._position == len(self._values)

    def column(self) -> NDArray[np.float32]:
        """Take a matrix of one column; dlib writes the negated numbers of rows and columns before it."""
        rows = -int(self._take(1)[0])
        self._archive.require(rows > 0 and rows % 2 == 0 and int(self._take(1)[0]) == -1)
        return join_numbers(self._take(2 * rows))

    def table(self, width: int = 1) -> NDArray[np.int32]:
        """Take a list of lists of equal length, their items ``width`` integers each: (lists, items * width)."""
        lists = int(self._take(1)[0])
        items = int(self._values[self._position]) if not self.ended else 0
        self._archive.require(lists > 0 and items > 0)
        rows = self._take(lists * (1 + items * width)).reshape(lists, -1)
        self._archive.require(bool((rows[:, 0] == items).all()))
        return rows[:, 1:]

    def forests(self, values: int) -> _Forests:
        """Take the trees; a leaf holds ``values`` numbers."""
        steps = int(self._take(1)[0])
        trees, splits = (int(value) for value in self._values[self._position : self._position + 2])
        self._archive.require(min(steps, trees, splits) > 0)
        leaf = 2 + 2 * values
        tree = 1 + splits * _SPLIT + 1 + (splits + 1) * leaf
        rows = self._take(steps * (1 + trees * tree)).reshape(steps, -1)
        whole = rows[:, 1:].reshape(steps, trees, tree)
        self._archive.require(bool((rows[:, 0] == trees).all() and (whole[:, :, 0] == splits).all()))
        split = whole[:, :, 1 : 1 + splits * _SPLIT].reshape(steps, trees, splits, _SPLIT)
        leaves = whole[:, :, 2 + splits * _SPLIT :].reshape(steps, trees, splits + 1, leaf)
        self._archive.require(bool((leaves[..., 0] == -values).all()))
        return _Forests(
            split[..., 0], split[..., 1], join_numbers(split[..., 2:])[..., 0], join_numbers(leaves[..., 2:])
        )

    def _take(self, count: int) -> NDArray[np.int32]:
        self._archive.require(0 <= count <= len(self._values) - self._position)
        self._position += count
        return self._values[self._position - count : self._position]


_SPLIT = 4
# Two pixels, and a threshold as mantissa and exponent.


def _turns(source: NDArray[np.complex64], targets: NDArray[np.complex64]) -> NDArray[np.complex64]:
    """Return the rotation and scale that brings ``source`` (P,) nearest to each of the targets (N, P).

    The best by least squares (Umeyama, 1991), in double precision as dlib's.
    """
    points, aims = source.astype(np.complex128), targets.astype(np.complex128)
    points -= points.mean()
    turns = (aims - aims.mean(axis=1, keepdims=True)) @ points.conj() / np.vdot(points, points).real
    single: NDArray[np.complex64] = turns.astype(np.complex64)
    return single


def _in_picture(
    points: NDArray[np.complex64], boxes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y in pixels, (N, P) each."""
    left, top, right, bottom = boxes.T[..., None]
    return left + points.real * (right - left), top + points.imag * (bottom - top)


def _grey_at(image: Image, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the mean of the colours at the nearest pixels; 0 outside of the picture."""
    height, width = image.shape[:2]
    columns, rows = np.floor(x + 0.5).astype(np.int64), np.floor(y + 0.5).astype(np.int64)
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    colours = image.reshape(-1, 3).take((rows * width + columns) * inside, axis=0)
    # Three additions, since numpy sums short axes slowly.
    sums = colours[..., 0].astype(np.uint16) + colours[..., 1] + colours[..., 2]
    grey: NDArray[np.float32] = (sums // 3 * inside).astype(np.float32)
    return grey
