"""How much one face tells of who it is."""

from __future__ import annotations

from bisect import bisect_right

from rollcall.model import Face

__all__ = ["weigh"]

# Share of its similarity to the same person's other photos that an embedding keeps: measured on 700 photos of LFW,
# shrunk and blurred step by step (arcface_mobilefacenet_128d). A stranger's similarity does not grow with any of it,
# so a poor face is missed and not mistaken; it only adds noise to a template, which these weights keep out. Against
# equal weights they halve the misses of tracks of mixed quality.
_SIZES = (10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0)
_KEPT_BY_SIZE = (0.0, 0.29, 0.55, 0.80, 0.94, 0.98, 1.0)
_SHARPNESSES = (0.33, 0.41, 0.47, 0.57, 0.70, 0.86, 0.93)
_KEPT_BY_SHARPNESS = (0.0, 0.11, 0.21, 0.47, 0.80, 0.98, 1.0)
# Of half profiles LFW has enough to say that they keep nearly all. Of full ones it has none: two people in profile in a
# film kept 0.3 and 0.6, which is too little to give a name by at a glance.
_FRONTALITIES = (0.0, 0.3)
_KEPT_BY_FRONTALITY = (0.4, 1.0)

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
        _between(quality.size, _SIZES, _KEPT_BY_SIZE)
        * _between(quality.sharpness, _SHARPNESSES, _KEPT_BY_SHARPNESS)
        * _between(quality.frontality, _FRONTALITIES, _KEPT_BY_FRONTALITY)
        * min(max(quality.visible, 0.0), 1.0)
    )
    return kept**2


def _between(measured: float, points: tuple[float, ...], kept: tuple[float, ...]) -> float:
    """Return what lies between the two ``points`` around ``measured``; beyond the last ones, what is there.

    As ``numpy.interp``, which takes five times as long for a single number: each face is weighed twice a frame.
    """
    after = bisect_right(points, measured)
    if after in (0, len(points)):
        return kept[max(after - 1, 0)]
    share = (measured - points[after - 1]) / (points[after] - points[after - 1])
    return kept[after - 1] + share * (kept[after] - kept[after - 1])
