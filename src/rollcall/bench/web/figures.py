"""All that ``rollcall bench web`` finds out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollcall.bench.live.figures import Spread, SystemFigures

__all__ = ["Answers", "Shown", "Watching", "WebFigures"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A camera's picture in a browser."""

    way: str
    """``video`` (Media Source Extensions) or ``pictures`` (MJPEG)."""
    shown_per_second: float
    delay: Spread
    """From the camera to the screen."""
    box_error: Spread | None
    """Frames between the picture and the boxes drawn over it; in MJPEG they are part of the picture."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of many requests."""

    asked_per_second: float
    answered_per_second: float
    failed: int
    wait: Spread


@dataclass(frozen=True, slots=True)
class Watching:
    """The system while so many watched and asked."""

    viewers: int
    pictures_per_second: Sequence[float]
    """That each viewer got."""
    answers: Answers | None
    system: SystemFigures

    @property
    def web_processors(self) -> float:
        """Processors that serving took."""
        return self.system.stages.get("web", 0.0)


@dataclass(frozen=True, slots=True)
class WebFigures:
    """Everything that was measured."""

    shown: list[Shown]
    watched: list[Watching]
    """The first with nobody."""
