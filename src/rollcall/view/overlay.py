"""Boxes, names, scores and track numbers drawn into a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from rollcall.identity import Decision, State
from rollcall.model import Box, Image
from rollcall.service.analysis.scene import Scene
from rollcall.view.labels import Colour, lay_over, render_label

__all__ = ["caption", "draw_scene"]

_COLOURS: dict[State, Colour] = {
    State.KNOWN: (61, 128, 21),
    State.UNKNOWN: (9, 83, 180),
    State.GATHERING: (112, 101, 91),
}
"""As `overlay.js` has them: white on them has a contrast of 5:1."""
_LETTER_SHARE = 1 / 40
"""Height of the letters as a share of the picture's height: readable on a wall of cameras, small beside a face."""
_SMALLEST_LETTER = 13
"""Below this many pixels Hangul syllables run together."""


def draw_scene(
    image: Image, scene: Scene | None, pts: float, *, font: Path | None = None, oldest: float = 1.5
) -> Image:
    """Return a copy of ``image`` with every track of ``scene`` drawn where it is expected at ``pts``.

    ``oldest``: a scene more than this many seconds older than the picture is not drawn, since its people are gone.
    """
    drawn = image.copy()
    if scene is None or abs(pts - scene.pts) > oldest:
        return drawn
    for entry in scene.people:
        _draw_track(drawn, entry.track.box_at(pts), entry.decision, entry.track.number, font)
    return drawn


def caption(decision: Decision, number: int) -> str:
    """Return what stands at a box: name or stranger's number, score in the gallery's metric, and the track's number.

    Until there is enough evidence for either a name or "Unknown", only the number.
    """
    if decision.state is State.GATHERING:
        return f"#{number}"
    score = "" if decision.score is None else f"  {decision.score:.2f}"
    unnamed = "Unknown" if decision.stranger is None else f"Stranger {decision.stranger}"
    return f"{decision.name or unnamed}{score}  #{number}"


def _draw_track(image: Image, box: Box, decision: Decision, number: int, font: Path | None) -> None:
    colour = _COLOURS[decision.state]
    letters = max(_SMALLEST_LETTER, round(image.shape[0] * _LETTER_SHARE))
    left, top, right, bottom = (int(value) for value in np.round(box))
    thickness = max(2, letters // 9)
    cv2.rectangle(image, (left, top), (right, bottom), colour, thickness, cv2.LINE_AA)
    label = render_label(caption(decision, number), colour, letters, font)
    lay_over(image, label, left - thickness // 2, top - label.shape[0] - thickness)
