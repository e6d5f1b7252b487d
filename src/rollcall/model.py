"""The five nouns that every room speaks of: Frame, Face, Track, Person, Sighting.

Coordinates are pixels of the frame's own picture, origin at its top-left corner, x to the right, y down.
Times are seconds: ``pts`` on the stream's own clock, ``time`` on the wall clock (Unix time).
This module imports nothing of the project.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "VELOCITY_FADE_SECONDS",
    "Box",
    "Embedding",
    "Face",
    "Frame",
    "Image",
    "Landmarks",
    "Person",
    "Quality",
    "Sighting",
    "Track",
]

Image: TypeAlias = NDArray[np.uint8]
"""(H, W, 3) uint8, BGR."""
Box: TypeAlias = NDArray[np.float32]
"""(4,) float32: x1, y1, x2, y2 in pixels."""
Landmarks: TypeAlias = NDArray[np.float32]
"""(5, 2) float32, x y in pixels: left eye, right eye, nose, left and right mouth corner; left in the picture."""
Embedding: TypeAlias = NDArray[np.float32]
"""(D,) float32, of length 1 where the pack's metric is cosine."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of one camera."""

    camera: str
    """Name of the camera, unique in the process."""
    sequence: int
    """Counts the camera's decoded frames from 0; gaps tell of frames that nobody took."""
    pts: float
    """Seconds on the stream's own clock; grows with every frame, also across reconnects."""
    time: float
    """Wall time in Unix seconds at which the picture was taken, as well as it is known."""
    image: Image


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a face can be recognised; every part is documented where it is measured, in ``vision.quality``."""

    size: float
    """Side of the square with the area of the face box, in pixels."""
    sharpness: float
    """0 (blurred, or too faint to tell) .. 1 (sharp)."""
    frontality: float
    """0 (profile) .. 1 (looks into the camera)."""
    visible: float
    """Share of the face box inside the picture, 0..1."""
    score: float
    """All of them and the detector's score in one number, 0..1."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one frame."""

    box: Box
    landmarks: Landmarks
    score: float
    """The detector's confidence, 0..1."""
    quality: Quality | None = None
    embedding: Embedding | None = None
    """None where the face was not embedded; the absence says nothing about who it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One person's faces over time, as the tracker knew them at the moment it was asked."""

    number: int
    """Stable for as long as the tracker remembers the person; never given twice in a process."""
    face: Face
    """The newest face that was seen of this track."""
    first_seen: float
    last_seen: float
    """Times of the first and the newest face, on the clock that the tracker is given."""
    hits: int
    """Number of faces seen."""
    velocity: Box = field(default_factory=lambda: np.zeros(4, np.float32))
    """(4,) float32: change of the box in pixels a second at ``last_seen``."""

    def box_at(self, time: float) -> Box:
        """Return the box expected at ``time``: the newest box moved by a velocity that fades while the face is unseen.

        Before ``last_seen`` the motion is followed backwards by at most the same reach.
        """
        # Constant velocity holds for a moment only: an occluded person rarely keeps walking. The displacement
        # v * tau * (1 - exp(-t / tau)) starts at speed v and comes to rest after v * tau.
        elapsed = time - self.last_seen
        reach = VELOCITY_FADE_SECONDS * (1.0 - np.exp(-abs(elapsed) / VELOCITY_FADE_SECONDS))
        moved: Box = (self.face.box + self.velocity * np.float32(np.copysign(reach, elapsed))).astype(np.float32)
        return moved


VELOCITY_FADE_SECONDS = 1.0
"""How long a face keeps its velocity: after so long unseen 63 % of it is gone."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody in the gallery."""

    id: str
    name: str
    """As it is shown, in any script."""
    embeddings: NDArray[np.float32]
    """(N, D) float32, one row a photo; N may be 0 for somebody known by name only."""
    photos: tuple[str, ...] = ()
    """Where the photos lie, in the order of the embeddings."""
    notes: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """One person's, or one stranger's, stay before one camera."""

    camera: str
    track: int
    """Number of the track that the stay was seen on; of the first one where several were joined."""
    start: float
    end: float
    """Wall times, Unix seconds; ``end`` moves on while the person stays."""
    person: str | None = None
    """Id of the person; None for a stranger."""
    name: str | None = None
    score: float | None = None
    """Best match of the stay, in the pack's metric."""
    reason: str = ""
    """Why this name, or why none, in plain words."""
    stranger: int | None = None
    """Number of the stranger that somebody unknown is taken for; None for somebody never met."""
    snapshot: Image | None = None
    """The best face of the stay, cut from its frame."""
    id: int | None = None
    """Row in the store, once it stands there."""
