"""How much speaks for a face being a certain track's: logarithms of likelihood ratios, in nats.

Each kind of evidence compares two stories of a face, "it is this track's next face" and "it is somebody else's", and
kinds that know nothing of each other add up; no evidence is 0 and changes nothing. This is the track score of multiple
hypothesis tracking (Blackman and Popoli, Design and Analysis of Modern Tracking Systems, 1999, section 6.2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollcall.tracking.motion import Floats, Motion, innovation_variance

__all__ = ["appearance_evidence", "motion_evidence", "presence_evidence"]

_PICTURE = 250.0
"""Where somebody else's face might as well be: 20 x 12.5 face sizes, a 720p picture with faces of 60 pixels, times one
e-fold of width and of height."""
_JUMP = 0.003
"""Share of faces that are not where any motion would bring them: a shaken camera, a box that suddenly takes in hair."""
_WANDER_SECONDS = 10.0
"""After about this long unseen a person may be anywhere."""
_NEW_FACE = 0.02
"""Share of faces that are of somebody new in the picture."""
_SEEN = 0.9
"""Share of the pictures in which a face that is there is found."""
_GONE_SECONDS = 2.0
"""Mean time after which a face that is not found has left for good or for long."""
_RETURN = 0.02
"""How much likelier than not a face is of somebody who left, before it has been looked at; in shares of `_SEEN`."""
_NEUTRAL_COSINE = 0.3
_NATS_PER_COSINE = 25.0
_LEAST_APPEARANCE, _MOST_APPEARANCE = -5.0, 9.0
"""A face may look unlike itself, and a stranger like somebody, more often than two bell curves would have it."""


def motion_evidence(expected: Motion, measured: Floats, unseen: Floats) -> Floats:
    """Return (T, N) evidence of where N ``measured`` boxes are, for T ``expected`` ones ``unseen`` for (T,) seconds."""
    place, scale = np.split(innovation_variance(expected), 2, axis=1)
    offset = measured[np.newaxis] - expected.state[:, np.newaxis]
    squared = np.square(offset, out=offset)
    distance = (squared[..., 0] + squared[..., 1]) / (expected.size[:, np.newaxis] ** 2 * place)
    distance += (squared[..., 2] + squared[..., 3]) / scale
    density = np.exp(-0.5 * distance) / ((2 * np.pi) ** 2 * place * scale)
    jump = (1 - (1 - _JUMP) * np.exp(-unseen / _WANDER_SECONDS))[:, np.newaxis]
    evidence: Floats = np.log((1 - jump) * density * _PICTURE + jump)
    return evidence


def presence_evidence(unseen: Floats, interval: float) -> Floats:
    """Return (T,) evidence of how likely a track is to be seen at all, ``unseen`` for (T,) seconds."""
    still_there = np.exp(-np.maximum(unseen - interval, 0.0) / _GONE_SECONDS)
    evidence: Floats = np.log(_SEEN * (still_there + (1 - still_there) * _RETURN) / _NEW_FACE)
    return evidence


def appearance_evidence(cosines: NDArray[np.float32], trust: NDArray[np.float32]) -> Floats:
    """Return evidence of ``cosines`` between faces and tracks, scaled by the ``trust`` in both, 0 .. 1."""
    nats = (cosines - _NEUTRAL_COSINE) * _NATS_PER_COSINE
    evidence: Floats = (np.clip(nats, _LEAST_APPEARANCE, _MOST_APPEARANCE) * trust).astype(np.float64)
    return evidence
