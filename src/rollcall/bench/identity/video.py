"""A video seen as a camera would be: who was where in each analysed frame, and how often it was worth an embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rollcall.bench.identity.frames import frames_of
from rollcall.config import IdentitySettings, TrackingSettings
from rollcall.identity import Gallery, Recognizer
from rollcall.service.analysis.analysis import Analysis
from rollcall.service.analysis.scene import Scene
from rollcall.tracking import Tracker
from rollcall.vision import ModelPack

__all__ = ["Watch", "watch_video"]


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """What came of watching a video."""

    scenes: tuple[Scene, ...]
    """One an analysed frame."""

    @property
    def embeddings(self) -> int:
        """Faces that were embedded."""
        return sum(seen.track.face.embedding is not None for scene in self.scenes for seen in scene.people)

    @property
    def track_seconds(self) -> float:
        """Time that tracks lasted, from their first to their last face, all together."""
        spans: dict[int, tuple[float, float]] = {}
        for scene in self.scenes:
            for seen in scene.people:
                number, time = seen.track.number, scene.pts
                spans[number] = (spans.get(number, (time, time))[0], time)
        return sum(last - first for first, last in spans.values())

    @property
    def embeddings_a_minute(self) -> float:
        """Embeddings a minute of one track."""
        return 60.0 * self.embeddings / max(self.track_seconds, 1e-9)

    def decisions_named(self, name: str | None) -> int:
        """Return how many faces were given this name, over all frames; None for those without one."""
        return sum(seen.decision.name == name for scene in self.scenes for seen in scene.people)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that was given, in the order of their first faces."""
        given = (seen.decision.name for scene in self.scenes for seen in scene.people)
        return tuple(dict.fromkeys(name for name in given if name is not None))


def watch_video(video: Path, pack: ModelPack, gallery: Gallery, *, every: int = 1) -> Watch:
    """Return what the system sees in ``video`` when it analyses each ``every``-th frame."""
    recognizer = Recognizer(gallery, IdentitySettings(), pack.threshold)
    tracker = Tracker(TrackingSettings(), stranger_distance=gallery.metric.stranger_distance(pack.threshold))
    analysis = Analysis(pack, tracker, recognizer)
    scenes: Sequence[Scene] = [analysis.analyse(frame) for frame in frames_of(video) if frame.sequence % every == 0]
    return Watch(tuple(scenes))
