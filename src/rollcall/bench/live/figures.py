"""All that ``rollcall bench live`` finds out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rollcall.bench.capture.footprint import Footprint

__all__ = ["Holding", "LiveFigures", "LoopFigures", "Spread", "SystemFigures", "spread_of"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Middle and tail of what was measured, in seconds."""

    count: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class SystemFigures:
    """The whole system with so many cameras."""

    cameras: int
    seconds: float
    engine: str
    """What ran the detector."""
    analysed_per_second: list[float]
    """For each camera."""
    age: Spread
    """Of frames when their boxes are out."""
    naming: Spread
    """From the first clear face to the name."""
    nameless: int
    """People who came and left without their name."""
    wrong: int
    """How often a face bore the name of somebody else."""
    stages: dict[str, float]
    """Processors that each stage took: 1 is one of them, all the time."""
    megabytes: float
    """Resident memory at the end."""

    @property
    def processors(self) -> float:
        """Processors that all stages took together."""
        return sum(self.stages.values())

    @property
    def milliseconds_a_frame(self) -> float:
        """Processor time of the whole program for each analysed frame."""
        return 1000 * self.processors / max(sum(self.analysed_per_second), 1e-9)


@dataclass(frozen=True, slots=True)
class Holding:
    """What the program holds at a moment."""

    process: Footprint
    database_megabytes: float
    analysed: int
    """Frames since the measuring began, of all cameras."""


@dataclass(frozen=True, slots=True)
class LoopFigures:
    """Frames of the scene, one after the other, as fast as it goes, without a camera."""

    name: str
    frames: int
    per_second: float
    milliseconds: float
    """Processor time a frame."""


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """Everything that was measured."""

    systems: list[SystemFigures]
    loops: list[LoopFigures]
    """Ours, with one camera and with one for each processor."""
    peers: list[LoopFigures]


def spread_of(values: Sequence[float]) -> Spread:
    """Return middle and tail; nan where there is nothing."""
    if not values:
        return Spread(0, float("nan"), float("nan"))
    p50, p95 = np.percentile(np.array(values), [50, 95])
    return Spread(len(values), float(p50), float(p95))
