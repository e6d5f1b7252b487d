"""How much one face tells of who it is."""

from __future__ import annotations

import numpy as np

from rollcall.model import Face

__all__ = ["weigh"]

# Share of its similarity to the same person's other photos that an embedding keeps: measured on 700 photos of LFW,
# shrunk and blurred step by step (arcface_mobilefacenet_128d). A stranger's similarity does not grow with any of it,
# so a poor face is missed and not mistaken; it only adds noise to a template, which these weights keep out. Against
# equal weights they halve the misses of tracks of mixed quality.
_SIZES = np.array((10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0))
_KEPT_BY_SIZE = np.array((0.0, 0.29, 0.55, 0.80, 0.94, 0.98, 1.0))
_SHARPNESSES = np.array((0.33, 0.41, 0.47, 0.57, 0.70, 0.86, 0.93))
_KEPT_BY_SHARPNESS = np.array((0.0, 0.11, 0.21, 0.47, 0.80, 0.98, 1.0))
# Of half profiles LFW has enough to say that they keep nearly all. Of full ones it has none: two people in profile in a
# film kept 0.3 and 0.6, which is too little to give a name by at a glance.
_FRONTALITIES = np.array((0.0, 0.3))
_KEPT_BY_FRONTALITY = np.array((0.4, 1.0))

_UNMEASURED = 0.5
"""Weight of a face whose quality was not measured."""


def weigh(face: Face) -> float:
    """Return how much a face's embedding tells, 0 (nothing) .. 1 (all that one face can tell).

    The square of the kept similarity: the weight that averages noisy vectors best grows with signal over noise.
    """
    quality = face.quality
    if quality is None:
        return _UNMEASURED
    kept = (
        np.interp(quality.size, _SIZES, _KEPT_BY_SIZE)
        * np.interp(quality.sharpness, _SHARPNESSES, _KEPT_BY_SHARPNESS)
        * np.interp(quality.frontality, _FRONTALITIES, _KEPT_BY_FRONTALITY)
        * min(max(quality.visible, 0.0), 1.0)
    )
    return float(kept**2)
