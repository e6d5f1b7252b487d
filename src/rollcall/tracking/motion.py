"""How a face box moves: a Kalman filter whose velocity fades while the face is unseen, for many boxes at once.

A box is followed as its centre in pixels and the logarithms of its width and height. Centre and size each move with
a velocity that is an Ornstein-Uhlenbeck process (the "integrated Ornstein-Uhlenbeck" or IOU model of Taylor, Cumberland
and Sy, 1994): it forgets itself within `FADE_SECONDS`. The model is exact for any interval, so frames may come at any
rate, irregularly, or not at all for a while.

All variances are in face sizes (square root of the box's area), so that near and far faces follow the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rollcall.model import VELOCITY_FADE_SECONDS

__all__ = [
    "Floats",
    "Motion",
    "begin",
    "correct",
    "innovation_variance",
    "join",
    "measure",
    "predict",
    "take",
    "velocity_of_box",
]

Floats = NDArray[np.float64]

_SPEED = np.array([2.0, 0.3])
"""Standard deviation of the velocity: centre in face sizes a second, size in e-folds a second."""
_NOISE = np.array([0.06, 0.08])
"""Standard deviation of a detector's box: centre in face sizes, logarithm of the size."""
_LEAST_SIDE = 1.0
"""Pixels; a box without area has no logarithm."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where N boxes were when they were last seen, and how they moved."""

    time: Floats
    """(N,) seconds."""
    state: Floats
    """(N, 4): centre x and y in pixels, logarithm of width and height in pixels."""
    rate: Floats
    """(N, 4): change of ``state`` a second."""
    covariance: Floats
    """(N, 2, 3): for centre and size, the variance of the position, its covariance with the velocity, the velocity's
    variance; x and y share theirs, as do width and height, for they are always measured together."""

    def __len__(self) -> int:
        return len(self.time)

    @property
    def size(self) -> Floats:
        """(N,): square root of the area in pixels."""
        size: Floats = np.exp(self.state[:, 2:].mean(axis=1))
        return size


def measure(boxes: NDArray[np.float32]) -> Floats:
    """Return (N, 4) states as the detector saw them, of (N, 4) boxes."""
    corners: Floats = boxes.astype(np.float64).reshape(-1, 4)
    sides = np.maximum(corners[:, 2:] - corners[:, :2], _LEAST_SIDE)
    return np.concatenate([(corners[:, :2] + corners[:, 2:]) / 2, np.log(sides)], axis=1)


def begin(time: float, measured: Floats) -> Motion:
    """Return the motion of (N, 4) states seen for the first time: where they are is known, how they move is not."""
    count = len(measured)
    covariance = np.stack([_NOISE**2, np.zeros(2), _SPEED**2], axis=-1)
    return Motion(np.full(count, time), measured, np.zeros((count, 4)), np.tile(covariance, (count, 1, 1)))


def predict(motion: Motion, time: float) -> Motion:
    """Return what is expected at ``time``, not earlier than any time in ``motion``."""
    elapsed = time - motion.time
    kept = np.exp(-elapsed / VELOCITY_FADE_SECONDS)
    reach = VELOCITY_FADE_SECONDS * (1 - kept)
    spread = 2 * VELOCITY_FADE_SECONDS * (elapsed - reach) - reach**2
    state = motion.state + motion.rate * reach[:, np.newaxis]
    place, both, speed = np.moveaxis(motion.covariance, -1, 0)
    kept_, reach_, power = kept[:, np.newaxis], reach[:, np.newaxis], _SPEED**2
    covariance = np.stack(
        [
            place + 2 * reach_ * both + reach_**2 * speed + power * np.maximum(spread, 0.0)[:, np.newaxis],
            kept_ * (both + reach_ * speed) + power * reach_**2 / VELOCITY_FADE_SECONDS,
            kept_**2 * speed + power * (1 - kept_**2),
        ],
        axis=-1,
    )
    return Motion(np.full(len(motion), time), state, motion.rate * kept_, covariance)


def innovation_variance(expected: Motion) -> Floats:
    """Return (N, 2): variance of what a detector will see around ``expected``, centre in face sizes, size."""
    variance: Floats = expected.covariance[:, :, 0] + _NOISE**2
    return variance


def correct(expected: Motion, measured: Floats) -> Motion:
    """Return ``expected`` after its boxes were seen at (N, 4) ``measured``, row by row."""
    place, both, speed = np.moveaxis(expected.covariance, -1, 0)
    gain, rate_gain = (part / innovation_variance(expected) for part in (place, both))
    surprise = measured - expected.state
    covariance = np.stack([place * (1 - gain), both * (1 - gain), speed - rate_gain * both], axis=-1)
    return Motion(
        expected.time,
        expected.state + _each_coordinate(gain) * surprise,
        expected.rate + _each_coordinate(rate_gain) * surprise,
        covariance,
    )


def velocity_of_box(motion: Motion) -> NDArray[np.float32]:
    """Return (N, 4) float32: change of x1, y1, x2, y2 in pixels a second."""
    centre, growth = motion.rate[:, :2], motion.rate[:, 2:] * np.exp(motion.state[:, 2:]) / 2
    return np.concatenate([centre - growth, centre + growth], axis=1).astype(np.float32)


def take(motion: Motion, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Motion:
    """Return the chosen rows."""
    return Motion(*(getattr(motion, part.name)[rows] for part in fields(Motion)))


def join(first: Motion, second: Motion) -> Motion:
    """Return the rows of both."""
    return Motion(*(np.concatenate([getattr(each, part.name) for each in (first, second)]) for part in fields(Motion)))


def _each_coordinate(values: Floats) -> Floats:
    """Return (N, 4) of (N, 2): centre for x and y, size for width and height."""
    each: Floats = np.repeat(values, 2, axis=1)
    return each
