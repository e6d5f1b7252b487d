"""Faces turned upright and cut out as dlib's networks were trained on them: 150 pixels a side, with room around.

The geometry and the sampling follow ``get_face_chip_details`` and ``extract_image_chips`` in
``dlib/image_transforms/interpolation.h`` (Boost licence), so that a chip is dlib's own to the last bit but one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rollcall.model import Image
from rollcall.vision.alignment import similarity_transform
from rollcall.vision.dlib.resnet import FACE_SIDE

__all__ = ["TEMPLATE_5", "Chip", "cut_chip", "find_chip"]

_PADDING = 0.25
# Room on each side of the face, as a share of its size: dlib's own default for embeddings.

_HALF_SHIFT = np.array([1.25, 0.75])
# What dlib takes for the shift of its halved picture (``pyramid_down_2_1::point_down``).

_BLUR = np.array([1, 4, 6, 4, 1], np.float32) / 16
# Weights in each direction before a picture is halved.

_UNHALVED = 8
# Pictures with a side of no more pixels are not halved but dropped.

_BORDER = 2
# Pixels around a chip that interpolation and blur look at, on each level.

_HAIR = 1e-3
# float32 may come to stand this little below a whole number.


@dataclass(frozen=True)
class Chip:
    """A square of a picture, turned."""

    x: float
    y: float
    """Centre, in pixels."""
    side: float
    """In pixels of the picture."""
    angle: float
    """Radians, from x towards y."""

    @property
    def halvings(self) -> int:
        """How often the picture is halved before: as often as more pixels are left than the cut-out face has."""
        side, count = _halved_side(self.side), 0
        while side > FACE_SIDE:
            side, count = _halved_side(side), count + 1
        return count


def find_chip(points: NDArray[np.float64]) -> Chip:
    """Return where the face with these points lies: (5, 2) or (68, 2), as the shape predictors order them."""
    template = TEMPLATE_5 if len(points) == len(TEMPLATE_5) else _TEMPLATE_68
    used = points if len(points) == len(TEMPLATE_5) else points[_USED_OF_68]
    places = (_PADDING + template) / (2 * _PADDING + 1) * FACE_SIDE
    turn = similarity_transform(places.astype(np.float32), used.astype(np.float32))
    x, y = turn @ (FACE_SIDE / 2, FACE_SIDE / 2, 1.0)
    scale, angle = math.hypot(turn[0, 0], turn[1, 0]), math.atan2(turn[1, 0], turn[0, 0])
    return Chip(float(x), float(y), FACE_SIDE * scale, angle)


def cut_chip(image: Image, chip: Chip) -> Image:
    """Return the face, (150, 150, 3) uint8; black where the picture ends."""
    corners = _corners(chip)
    left, top, right, bottom = _region(image, _turned(corners, chip.angle), chip.halvings)
    region = image[top:bottom, left:right]
    corners = corners - (left, top)
    for _ in range(chip.halvings):
        region, corners = _halve(region), corners / 2 - _HALF_SHIFT
    if not region.size:
        return np.zeros((FACE_SIDE, FACE_SIDE, 3), np.uint8)
    return _sample(region, _turned(corners, chip.angle))


def _corners(chip: Chip) -> NDArray[np.float64]:
    """Return the corners of the square before it is turned: upper left, upper right, lower left, lower right."""
    half = (chip.side - 1) / 2
    return np.array([chip.x, chip.y]) + half * np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)])


def _turned(corners: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    centre = corners.mean(axis=0)
    cosine, sine = math.cos(angle), math.sin(angle)
    turned: NDArray[np.float64] = (corners - centre) @ np.array([[cosine, sine], [-sine, cosine]]) + centre
    return turned


def _region(image: Image, corners: NDArray[np.float64], halvings: int) -> tuple[int, int, int, int]:
    """Return the part of the picture that the chip needs: first column and row, and those behind the last."""
    border = _BORDER
    for _ in range(halvings):
        border = 2 * border + _BORDER
    first = np.maximum(corners.min(axis=0) - border, 0)
    last = np.minimum(corners.max(axis=0) + border, (image.shape[1] - 1, image.shape[0] - 1))
    left, top = np.floor(first + 0.5).astype(int).tolist()
    right, bottom = np.floor(last + 0.5).astype(int).tolist()
    return left, top, max(right + 1, 0), max(bottom + 1, 0)


def _halved_side(side: float) -> float:
    return (side - 1) / 2 + 1


def _halve(image: Image) -> Image:
    """Return the picture at half its size: blurred, every second pixel from the third one on."""
    if min(image.shape[:2]) <= _UNHALVED:
        return np.zeros((0, 0, 3), np.uint8)
    blurred = cv2.sepFilter2D(image, cv2.CV_32F, _BLUR, _BLUR)
    # Sums of 256ths in float32 are exact; the fraction is cut off.
    return blurred[2:-2:2, 2:-2:2].astype(np.uint8)


def _sample(region: Image, corners: NDArray[np.float64]) -> Image:
    """Return the square with these corners, sampled bilinearly."""
    last = FACE_SIDE - 1
    across, down = (corners[1] - corners[0]) / last, (corners[2] - corners[0]) / last
    matrix = np.column_stack((across, down, corners[0]))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    sampled = cv2.warpAffine(region.astype(np.float32), matrix, (FACE_SIDE, FACE_SIDE), flags=flags)
    face = (sampled + _HAIR).astype(np.uint8)
    limits = (region.shape[1] - 1, region.shape[0] - 1)
    if not _inside(corners, limits).all():
        face[~_inside(_PLACES @ matrix.T, limits)] = 0
    return face


def _inside(places: NDArray[np.float64], limits: tuple[int, int]) -> NDArray[np.bool_]:
    """Whether all four neighbours of places (..., 2) lie in the picture; a pixel where they do not is black."""
    neighbours = (places >= 0) & (np.floor(places) < limits)
    inside: NDArray[np.bool_] = neighbours[..., 0] & neighbours[..., 1]
    return inside


_PLACES = np.stack((*np.meshgrid(np.arange(FACE_SIDE), np.arange(FACE_SIDE)), np.ones((FACE_SIDE,) * 2)), axis=2)
# Of the pixels of a face: x, y, 1.

TEMPLATE_5 = np.array(
    [
        [0.8595674595992, 0.2134981538014],
        [0.6460604764104, 0.2289674387677],
        [0.1205750620789, 0.2137274526848],
        [0.3340850613712, 0.2290642403242],
        [0.4901123135679, 0.6277975316475],
    ]
)
# Corners of the eyes and base of the nose in the mean face, which is 1 wide.

_USED_OF_68 = [*range(27, 55), *range(60, 65)]
# Nose, eyes and upper lip: what neither brows nor speech move.

_TEMPLATE_68 = np.column_stack(
    (
        (
            *(0.490127, 0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127, 0.554217, 0.613373, 0.121737),
            *(0.187122, 0.265825, 0.334606, 0.260918, 0.182743, 0.645647, 0.714428, 0.793132, 0.858516, 0.79751),
            *(0.719335, 0.254149, 0.340985, 0.428858, 0.490127, 0.551395, 0.639268, 0.726104, 0.290379, 0.428096),
            *(0.490127, 0.552157, 0.689874),
        ),
        (
            *(0.203352, 0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106, 0.609345, 0.587326, 0.216423),
            *(0.178758, 0.179852, 0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758, 0.216423, 0.244077),
            *(0.245099, 0.780233, 0.745405, 0.727388, 0.742578, 0.727388, 0.745405, 0.780233, 0.784792, 0.778746),
            *(0.785343, 0.778746, 0.784792),
        ),
    )
)
# The same points in the mean face, x and y.
