"""How well a face can be recognised: what the pictures and landmarks alone can tell, each a number with a meaning."""

from __future__ import annotations

import math

import cv2

from rollcall.model import Box, Image, Landmarks, Quality

__all__ = ["measure_quality"]

Edges = list[float]
# A box: x1 y1 x2 y2.

_FULL_SIZE = 112.0
# Larger faces gain nothing: embedders see 112 pixels a side.

_SHARPNESS_SIDE = 64
# Sharpness is measured on faces scaled to this side, so that it speaks of blur and not of distance.

_SHARPNESS_HALF = 0.02
# Laplacian energy over contrast at which sharpness is 0.5: that of LFW's photos after a Gaussian blur with a deviation
# of 4 % of the face's width. As they are their median is 0.92, after 1 % 0.87, 2 % 0.74, 8 % 0.33.

_FAINT, _PLAIN = 8.0, 16.0
# Deviation of a face's grey levels, 0 .. 127, below which it is faint, and from which on it is as good as any. Of faint
# faces a codec leaves noise, which is sharp and alike: in the dissolve of short_hamilton_clip faces of different people
# have a similarity of 0.6 to 0.87, from the second value on mostly below 0.2. Photos have some 50.

_FRONTAL_PITCH = 0.5
# Height of the nose tip between the eyes (0) and the mouth (1) of a face that looks into the camera (ArcFace template
# 0.50, median of LFW 0.53).


def measure_quality(image: Image, box: Box, landmarks: Landmarks, score: float) -> Quality:
    """Return the quality of one face.

    ``score`` is the geometric mean of its parts: one bad part is not made good by the others.
    """
    # Plain numbers from here on: numpy takes microseconds for each step, however few numbers it is given.
    edges = box.tolist()
    x1, y1, x2, y2 = edges
    size = math.sqrt(max(x2 - x1, 0.0) * max(y2 - y1, 0.0))
    sharpness = _sharpness(image, edges)
    frontality = _frontality([complex(x, y) for x, y in landmarks.tolist()])
    visible = _visible(image, edges)
    parts = (min(size / _FULL_SIZE, 1.0), sharpness, frontality, visible, min(max(score, 0.0), 1.0))
    return Quality(size, sharpness, frontality, visible, math.prod(parts) ** (1 / len(parts)))


def _visible(image: Image, edges: Edges) -> float:
    """Return the share of the box that lies inside the picture."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = edges
    area = max(x2 - x1, 0.0) * max(y2 - y1, 0.0)
    inside = max(min(x2, width) - max(x1, 0.0), 0.0) * max(min(y2, height) - max(y1, 0.0), 0.0)
    return inside / area if area > 0 else 0.0


def _sharpness(image: Image, edges: Edges) -> float:
    """Return 0 (blurred, or too faint to tell) .. 1 (sharp): the energy of the Laplacian over the contrast.

    Light changes it only where it leaves nothing to see.
    """
    height, width = image.shape[:2]
    x1, y1 = int(max(edges[0], 0)), int(max(edges[1], 0))
    x2, y2 = math.ceil(min(edges[2], width)), math.ceil(min(edges[3], height))
    if x2 - x1 < 2 or y2 - y1 < 2:
        return 0.0
    cut = cv2.cvtColor(image[y1:y2, x1:x2], cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(cut, (_SHARPNESS_SIDE, _SHARPNESS_SIDE), interpolation=cv2.INTER_AREA)
    contrast = _deviation(grey)
    if contrast == 0.0:
        return 0.0
    energy = (_deviation(cv2.Laplacian(grey, cv2.CV_32F)) / contrast) ** 2
    plain = _within_one((contrast - _FAINT) / (_PLAIN - _FAINT))
    return plain * energy / (energy + _SHARPNESS_HALF)


def _deviation(values: cv2.typing.MatLike) -> float:
    return float(cv2.meanStdDev(values)[1].item())


def _frontality(landmarks: list[complex]) -> float:
    """Return 0 (profile) .. 1 (looks into the camera), from where the nose lies between eyes and mouth corners.

    The nose tip stands out of the face's plane, so turning the head moves it toward one side of that quadrangle:
    along the eyes by yaw, across by pitch. Rolling the head changes nothing.
    """
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks
    yaw = _position(nose, (left_eye + left_mouth) / 2, (right_eye + right_mouth) / 2)
    pitch = _position(nose, (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2)
    sideways = 1.0 - 2.0 * abs(yaw - 0.5)
    upright = 1.0 - abs(pitch - _FRONTAL_PITCH) / _FRONTAL_PITCH
    return _within_one(sideways) * math.sqrt(_within_one(upright))


def _position(point: complex, start: complex, end: complex) -> float:
    """Return where ``point`` lies on the way from ``start`` (0) to ``end`` (1)."""
    way = end - start
    length = abs(way) ** 2
    return ((point - start) * way.conjugate()).real / length if length > 0 else 0.0


def _within_one(value: float) -> float:
    return min(max(value, 0.0), 1.0)
