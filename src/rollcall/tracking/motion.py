"""How a face box moves: a Kalman filter whose velocity fades while the face is unseen, for many boxes at once.

A box is followed as its centre in pixels and the logarithms of its width and height. Centre and size each move with
a velocity that is an Ornstein-Uhlenbeck process (the "integrated Ornstein-Uhlenbeck" model of Taylor, Cumberland and
Sy, 1994). That model is exact for any interval, so frames may come at any rate, irregularly, or not at all for a while.

All variances are in face sizes (square root of the box's area), so that near and far faces follow the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rollcall.model import VELOCITY_FADE_SECONDS

__all__ = [
    "Floats",
    "Motion",
    "begin_motion",
    "box_velocity",
    "correct",
    "innovation_variance",
    "measure",
    "nowhere",
    "predict",
    "sides",
]

Floats = NDArray[np.float64]

_SPEED = np.array([3.0, 0.4])
"""Standard deviation of the velocity: centre in face sizes a second, size in e-folds a second. As all values here, and
the second in which velocity fades, near the greatest likelihood on each of five sequences of surveillance video (LTFT)
at 5 to 30 frames a second: `docs/tracking.md`."""
_NOISE = np.array([0.03, 0.045])
"""Standard deviation of a detector's box: centre in face sizes, logarithm of the size."""
_ANYWHERE = 1e6
"""A variance so large that a place says nothing."""
_LEAST_SIDE = 1.0
"""Pixels; a box without area has no logarithm."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """A table of where boxes were at a time, and how they moved."""

    time: Floats
    """(N,) seconds."""
    state: Floats
    """(N, 4): centre x and y in pixels, logarithm of width and height in pixels."""
    rate: Floats
    """(N, 4): change of ``state`` a second."""
    covariance: Floats
    """(N, 2, 3): for centre and size, the variance of the position, its covariance with the velocity, the velocity's
    variance; x and y share theirs, as do width and height, for they are always measured together."""


def sides(states: Floats) -> Floats:
    """Return (N,) face sizes of (N, 4) ``states``: the square roots of the boxes' areas, in pixels."""
    size: Floats = np.exp((states[:, 2] + states[:, 3]) / 2)
    return size


def measure(boxes: NDArray[np.float32]) -> Floats:
    """Return (N, 4) states as the detector saw them, of (N, 4) boxes."""
    corners: Floats = boxes.astype(np.float64).reshape(-1, 4)
    sides = np.maximum(corners[:, 2:] - corners[:, :2], _LEAST_SIDE)
    return np.concatenate([(corners[:, :2] + corners[:, 2:]) / 2, np.log(sides)], axis=1)


def begin_motion(time: Floats, measured: Floats) -> Motion:
    """Return the motion of (N, 4) states first seen at (N,) times: where they are is known, how they move is not."""
    covariance = np.stack([_NOISE**2, np.zeros(2), _SPEED**2], axis=-1)
    return Motion(time, measured, np.zeros_like(measured), np.tile(covariance, (len(measured), 1, 1)))


def predict(motion: Motion, time: float) -> Motion:
    """Return what is expected at ``time``, not earlier than any time in ``motion``."""
    elapsed = time - motion.time[:, np.newaxis]
    kept = np.exp(-elapsed / VELOCITY_FADE_SECONDS)
    reach = VELOCITY_FADE_SECONDS * (1 - kept)
    place, both, speed = np.moveaxis(motion.covariance, -1, 0)
    power = _SPEED**2
    spread = 2 * VELOCITY_FADE_SECONDS * (elapsed - reach) - reach**2
    covariance = np.stack(
        [
            # Rounding may take the spread of a very short time below 0.
            place + 2 * reach * both + reach**2 * speed + power * np.maximum(spread, 0.0),
            kept * (both + reach * speed) + power * reach**2 / VELOCITY_FADE_SECONDS,
            kept**2 * speed + power * (1 - kept**2),
        ],
        axis=-1,
    )
    return Motion(np.full(len(elapsed), time), motion.state + motion.rate * reach, motion.rate * kept, covariance)


def innovation_variance(expected: Motion) -> Floats:
    """Return (N, 2): variance of what a detector will see around ``expected``: centre in face sizes, log of size."""
    variance: Floats = expected.covariance[:, :, 0] + _NOISE**2
    return variance


def correct(expected: Motion, measured: Floats) -> Motion:
    """Return ``expected`` after its boxes were seen at (N, 4) ``measured``, row by row."""
    place, both, speed = np.moveaxis(expected.covariance, -1, 0)
    variance = innovation_variance(expected)
    gain, rate_gain = place / variance, both / variance
    surprise = measured - expected.state
    return Motion(
        expected.time,
        expected.state + _for_each_coordinate(gain) * surprise,
        expected.rate + _for_each_coordinate(rate_gain) * surprise,
        np.stack([place * (1 - gain), both * (1 - gain), speed - rate_gain * both], axis=-1),
    )


def nowhere(motion: Motion) -> Motion:
    """Return ``motion`` of people of whom nobody knows any more where they are."""
    covariance = motion.covariance * [0, 0, 1] + [_ANYWHERE, 0, 0]
    return replace(motion, covariance=covariance)


def box_velocity(motion: Motion) -> NDArray[np.float32]:
    """Return (N, 4) float32: change of x1, y1, x2, y2 in pixels a second."""
    centre, growth = motion.rate[:, :2], motion.rate[:, 2:] * np.exp(motion.state[:, 2:]) / 2
    return np.concatenate([centre - growth, centre + growth], axis=1).astype(np.float32)


def _for_each_coordinate(values: Floats) -> Floats:
    """Return (N, 4) of (N, 2): the centre's for x and y, the size's for width and height."""
    return np.repeat(values, 2, axis=1)
