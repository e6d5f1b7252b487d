"""How much speaks for a face being a certain track's: log-likelihood ratios, in nats.

Each log ratio compares two stories of a face, "it is this track's next face" and "it is somebody else's"; those
that know nothing of each other add up, and what is not known is 0. This is the track score of multiple hypothesis
tracking (Blackman and Popoli, Design and Analysis of Modern Tracking Systems, 1999, chapter 6).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rollcall.tracking.appearance import Appearance, Looks, similarity
from rollcall.tracking.motion import Floats, Motion, innovation_variance, sides

__all__ = [
    "FAR_AWAY_SECONDS",
    "JUMP_LOG_RATIO",
    "appearance_log_ratio",
    "is_cut",
    "looks_log_ratio",
    "motion_log_ratio",
    "return_log_ratio",
    "survival_log_ratio",
]

FAR_AWAY_SECONDS = 10.0
"""Who was unseen for this long may be anywhere: their motion says nothing."""
_PICTURE = 60.0
"""Where another face might as well be: the part of a picture that people walk through, in face sizes, times one e-fold
of width and of height."""
_TAIL = 4.0
"""Degrees of freedom of Student's distribution, which foresees the sudden turns and the bad boxes that a normal one
rules out."""
_JUMP = 0.003
"""Share of faces where no motion would bring them: a camera that is pushed, a box that suddenly takes in the hair."""
JUMP_LOG_RATIO = float(np.log(_JUMP))
"""The least that motion says against a face that is somebody's it saw a moment ago."""
_NEW = 0.1
"""Chance that somebody new is in the picture where one face might be another's."""
_SEEN = 0.9
"""Share of the pictures in which a face that is there is found."""
_GONE_SECONDS = 0.5
"""Who is not found has left after about this long rather than stayed hidden."""
_RETURNED, _ANYBODY_RETURNED = 0.02, 0.3
"""Chance that a face is of a certain person who had left, as a share of `_SEEN`, and that it is of any of them."""
_FEWEST_FOR_CUT, _EXPLAINED = 2, 1 / 5
"""So many faces, before and after, tell a new scene from one person who jumped; few of them are in place by chance."""
_SPREAD = 0.12
"""Standard deviation of the similarity between two faces of one person (LFW, as in ``appearance``; strangers: 0.1)."""
_UNLIKE_ITSELF = 0.02
"""Share of faces that look nothing like their person: hidden, turned away, blurred by motion."""
_LIKE_ANOTHER = 0.001
"""Share of strangers who look like anybody one could name."""


def motion_log_ratio(expected: Motion, measured: Floats, unseen: Floats) -> Floats:
    """Return (T, N) log ratios of N ``measured`` boxes by T ``expected`` ones that were ``unseen`` for (T,) seconds."""
    log_ratio = np.zeros((len(unseen), len(measured)))
    near = np.flatnonzero(unseen < FAR_AWAY_SECONDS)
    place, scale = innovation_variance(expected)[near].T[:, :, np.newaxis]
    squared = np.square(measured[np.newaxis] - expected.state[near, np.newaxis])
    place_distance = (squared[..., 0] + squared[..., 1]) / (place * sides(expected.state[near])[:, np.newaxis] ** 2)
    scale_distance = (squared[..., 2] + squared[..., 3]) / scale
    density = _student(place_distance + scale_distance) / (place * scale)
    jump = 1 - (1 - _JUMP) * np.exp(-unseen[near, np.newaxis] / FAR_AWAY_SECONDS)
    log_ratio[near] = np.log((1 - jump) * density * _PICTURE + jump)
    return log_ratio


def is_cut(by_motion: Floats) -> bool:
    """Return whether the picture is of another scene: hardly any face is where one was ``by_motion`` (T, N) before."""
    fewer = min(by_motion.shape)
    explained = (by_motion > 0).any(axis=int(by_motion.shape[0] > by_motion.shape[1])).sum()
    return bool(fewer >= _FEWEST_FOR_CUT and explained < _EXPLAINED * fewer)


def survival_log_ratio(missed: Floats) -> Floats:
    """Return (T,) log ratios of who is there at all, of tracks looked for in vain for (T,) seconds."""
    there = np.exp(-missed / _GONE_SECONDS)
    log_ratio: Floats = np.log(_SEEN * (there + (1 - there) * _returned(len(missed))) / _NEW)
    return log_ratio


def return_log_ratio(count: int) -> float:
    """Return the log ratio of a face being that of one of ``count`` people who left, before anybody looks at it."""
    return float(np.log(_SEEN * _returned(count) / _NEW))


def _returned(count: int) -> float:
    return min(_RETURNED, _ANYBODY_RETURNED / max(count, 1))


def looks_log_ratio(appearance: Appearance, looks: Looks, stranger_distance: float | None) -> Floats:
    """Return (T, N) log ratios of N ``looks`` by the ``appearance`` of T tracks; ``similarity`` has the distance."""
    if not looks.clarity.any():
        return np.zeros((len(appearance.weight), len(looks.clarity)))
    alike = similarity(appearance.template, looks.embeddings, stranger_distance)
    return appearance_log_ratio(alike, np.outer(appearance.clarity, looks.clarity))


def appearance_log_ratio(alike: NDArray[np.float32], expected: Floats) -> Floats:
    """Return log ratios of similarities ``alike`` where ``expected`` is the same person's, and 0 a stranger's.

    Of both as many are spread about that, so the log ratio is linear; it ends where the exceptions begin.
    """
    ratio = np.exp(expected * (alike - expected / 2) / _SPREAD**2)
    log_ratio: Floats = np.log((ratio + _UNLIKE_ITSELF) / (1 + _UNLIKE_ITSELF)) - np.log1p(_LIKE_ANOTHER * ratio)
    log_ratio[expected == 0] = 0.0
    return log_ratio


def _student(squared: Floats) -> Floats:
    """Return the density of Student's distribution in four dimensions at a squared distance from its middle."""
    height = (1 + _TAIL / 2) / (2 * np.pi**2 * _TAIL)
    density: Floats = height * (1 + squared / _TAIL) ** (-(_TAIL + 4) / 2)
    return density
