"""Which models run, where, and on how large a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["VisionSettings"]


class VisionSettings(Section):
    """Which models run, where, and on how large a picture."""

    models: Path | None = None
    """Directory with a detector and an embedder as ONNX files."""
    detect_size: int = Field(default=640, ge=64, le=4096, multiple_of=32)
    """Longer side of the detector's input in pixels; the shorter one follows the picture's aspect ratio."""
    detect_threshold: float = Field(default=0.5, gt=0, lt=1)
    """Faces with a lower detector score are not reported (0.5 is InsightFace's own default)."""
    threads: int = Field(default=0, ge=0)
    """Threads for inference in the whole process; 0 takes the number of physical processors given to it."""
    runtime: Literal["onnxruntime"] = "onnxruntime"
    """What runs the models."""
