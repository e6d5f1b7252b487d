"""All that `rollcall bench vision` finds out."""

from __future__ import annotations

from dataclasses import dataclass

from rollcall.bench.vision.agreement import Agreement
from rollcall.bench.vision.faces_found import SizeBin
from rollcall.bench.vision.landmark_error import LandmarkError
from rollcall.bench.vision.memory import CallMemory
from rollcall.bench.vision.speed import DlibSpeed, Speed

__all__ = ["VisionFigures"]


@dataclass(frozen=True)
class VisionFigures:
    """Everything that was measured; None where a peer was not asked."""

    detector: str
    embedder: str
    speeds: list[Speed]
    """One for each engine of this machine."""
    dlib: list[DlibSpeed]
    """The same; empty where face_recognition was not asked."""
    agreement: Agreement | None
    recall: list[SizeBin]
    landmarks: LandmarkError
    insightface_start: dict[str, float] | None
    """Seconds to import it and memory in megabytes with both models loaded."""
    memory: list[CallMemory]
    """One for each engine."""
