"""What one analysed frame cost: the time of each stage, and how many faces were embedded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

__all__ = ["NO_WORK", "Stage", "Stopwatch", "Work"]


class Stage(StrEnum):
    """A part of the way of a frame."""

    DETECT = "detect"
    EMBED = "embed"
    TRACK = "track"
    DECIDE = "decide"
    """Which faces are worth an embedding, and who each track is."""
    ENCODE = "encode"
    """Drawing and encoding a picture for those who watch it as MJPEG; no part of the analysis."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one frame cost."""

    seconds: Mapping[Stage, float]
    """Of each stage that it went through."""
    embeddings: int
    """Faces that were embedded."""


NO_WORK = Work(MappingProxyType({}), 0)
"""Of a scene that cost nothing, since nobody was looked for."""


class Stopwatch:
    """Adds up the time of each stage; the stages follow each other, and one may come twice."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start. ``clock``: any that goes steadily, in seconds."""
        self._clock = clock
        self._last = clock()
        self._seconds: dict[Stage, float] = {}

    def lap(self, stage: Stage) -> None:
        """Count the time since the last lap for ``stage``."""
        now = self._clock()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """What was counted so far."""
        return MappingProxyType(self._seconds)
