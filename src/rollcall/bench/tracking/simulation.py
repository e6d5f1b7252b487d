"""Embeddings for faces of which only the boxes are known: one rule, the same for every tracker.

An embedding is 128 numbers of length 1, made of four parts at right angles but for chance:

- what is the person's: a direction drawn once;
- what all small faces have in common: one direction, since a blurred face looks like any other blurred face;
- what the moment makes of it, pose and light: drawn anew for each person, halfway forgotten after 1.4 seconds;
- noise of the single frame, as much as that of the moment.

How much there is of each depends on the face's size alone, as it was measured with arcface_mobilefacenet_128d on 250
people of LFW: two photos of each, one as it is and one scaled down, compressed as JPEG and with landmarks shaken by 3 %
of the face. One face in ten has no embedding, and none smaller than 24 pixels, which the product does not embed either.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rollcall.bench.tracking.sequences import LabelledFace, LabelledFrame, LabelledSequence
from rollcall.model import Face

__all__ = ["with_embeddings"]

_SIZE = 128
_SIDES = np.array([16, 20, 25, 32, 40, 56, 80, 112], np.float64)
"""Pixels, at which the two rows below were measured."""
_SAME = np.array([0.109, 0.185, 0.279, 0.399, 0.508, 0.605, 0.653, 0.661])
"""Mean cosine of a photo so small to another photo of the same person as it is; strangers: 0.00, deviation 0.095."""
_BLURRED = np.array([0.266, 0.176, 0.110, 0.052, 0.016, 0.002, 0.0, 0.0])
"""Mean cosine of two strangers' photos so small, less that of clear ones."""
_MOMENT_SECONDS = 2.0
_MISSING = 0.1
_SMALLEST_SIDE = 24.0


class _Person:
    """One person's direction, and the moment's."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self.direction = _draw(random)
        self._moment = _draw(random)
        self._time = -np.inf

    def moment(self, time: float) -> NDArray[np.float64]:
        """Return what ``time`` makes of the person, like what it made of them just before."""
        kept = np.exp(-(time - self._time) / _MOMENT_SECONDS)
        self._moment = kept * self._moment + np.sqrt(1 - kept**2) * _draw(self._random)
        self._time = time
        return self._moment


def with_embeddings(sequence: LabelledSequence, draw: int, *, strength: float = 1.0) -> LabelledSequence:
    """Return the sequence with embeddings; ``draw`` tells one random drawing from another.

    ``strength`` scales the person's own part: 0.85 is a weak embedder.
    """
    random = np.random.default_rng([draw, *sequence.name.encode()])
    blur = _draw(random)
    people: dict[int, _Person] = {}

    def embed(labelled: LabelledFace, time: float) -> LabelledFace:
        if labelled.person not in people:
            people[labelled.person] = _Person(random)
        embedding = _embedding(_side(labelled.face), people[labelled.person], time, blur, random, strength)
        missing = random.random() < _MISSING or _side(labelled.face) < _SMALLEST_SIDE
        return labelled if missing else replace(labelled, face=replace(labelled.face, embedding=embedding))

    frames = tuple(
        LabelledFrame(frame.time, tuple(embed(labelled, frame.time) for labelled in frame.faces))
        for frame in sequence.frames
    )
    return LabelledSequence(sequence.name, frames)


def _embedding(
    side: float, person: _Person, time: float, blur: NDArray[np.float64], random: np.random.Generator, strength: float
) -> NDArray[np.float32]:
    own = strength * np.interp(side, _SIDES, _SAME) / np.sqrt(_SAME[-1])
    common = np.sqrt(np.interp(side, _SIDES, _BLURRED))
    noise = np.sqrt(max(1 - own**2 - common**2, 0.0) / 2)
    made = own * person.direction + common * blur + noise * (person.moment(time) + _draw(random))
    unit: NDArray[np.float32] = (made / np.linalg.norm(made)).astype(np.float32)
    return unit


def _draw(random: np.random.Generator) -> NDArray[np.float64]:
    """Return a random vector of about length 1."""
    drawn: NDArray[np.float64] = random.standard_normal(_SIZE) / np.sqrt(_SIZE)
    return drawn


def _side(face: Face) -> float:
    return float(np.sqrt(np.prod(face.box[2:] - face.box[:2])))
