"""What one analysed frame showed: the value that travels from the pipeline to every way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollcall.identity import Decision
from rollcall.model import Track
from rollcall.service.analysis.work import NO_WORK, Work

__all__ = ["Scene", "SeenPerson"]


@dataclass(frozen=True, slots=True, eq=False)
class SeenPerson:
    """One track of the frame and who it is."""

    track: Track
    decision: Decision


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everybody in one frame of one camera."""

    camera: str
    sequence: int
    pts: float
    time: float
    """Of the frame: see ``Frame``."""
    size: tuple[int, int]
    """Width and height of the frame in pixels, which the boxes refer to."""
    people: tuple[SeenPerson, ...]
    joined: Mapping[int, int]
    """Numbers that the tracker has given up for an older one of the same person, each with that one."""
    work: Work = NO_WORK
    """What it cost to find out."""
