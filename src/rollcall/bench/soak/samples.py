"""What the program held at each look, and what that grows to in an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Sample", "Trend", "trends_of"]

_HOUR = 3600.0
_SETTLING_SHARE = 0.1
"""Of the samples, at the beginning: caches fill and the allocator's arenas grow."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the program held at one moment."""

    seconds: float
    """Since the beginning."""
    megabytes: float
    threads: int
    descriptors: int
    database_megabytes: float
    analysed: int
    """Frames so far."""
    delivered: int
    """Messages that the webhook's receiver took so far."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How one thing went."""

    name: str
    first_third: float
    last_third: float
    """Means."""
    an_hour: float
    """Slope of the line through all samples but the first tenth."""


def trends_of(samples: Sequence[Sample]) -> list[Trend]:
    """Return the trend of everything that a sample holds; at least six samples are needed."""
    settled = samples[int(len(samples) * _SETTLING_SHARE) :]
    times = np.array([sample.seconds for sample in settled])
    rows = [asdict(sample) for sample in settled]
    return [_trend(name, times, np.array([row[name] for row in rows], float)) for name in rows[0] if name != "seconds"]


def _trend(name: str, times: NDArray[np.float64], values: NDArray[np.float64]) -> Trend:
    third = max(1, len(values) // 3)
    slope = float(np.polyfit(times, values, 1)[0])
    return Trend(name, float(values[:third].mean()), float(values[-third:].mean()), slope * _HOUR)
