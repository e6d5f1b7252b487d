"""The counting of one camera's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rollcall.service.analysis.scene import Scene
from rollcall.service.analysis.work import Stage
from rollcall.service.metrics.instruments import Instruments, ViewForm

__all__ = ["CameraMetrics"]

_LONGEST_GAP_SECONDS = 2.0
"""After a longer pause between two frames nobody knows whether the tracks were there all the time."""


class CameraMetrics:
    """Counts for one camera; ``analysed``, ``dropped`` and ``failed`` from one thread, the others from any.

    What is counted is looked up by its label each time: whoever reads may have forgotten the camera meanwhile.
    """

    def __init__(self, instruments: Instruments, camera: str) -> None:
        self._instruments = instruments
        self._camera = camera
        self._newest_track = 0
        self._last_pts: float | None = None

    def analysed(self, scene: Scene, age_seconds: float) -> None:
        """Count one analysed frame; ``age_seconds``: of the frame, now that its boxes are out."""
        of, camera, people = self._instruments, self._camera, scene.people
        of.analysed.labels(camera).inc()
        # The clock of the camera may go a little before ours.
        of.age.labels(camera).observe(max(age_seconds, 0.0))
        for stage, seconds in scene.work.seconds.items():
            of.stages.labels(camera, stage).observe(seconds)
        of.embeddings.labels(camera).inc(scene.work.embeddings)
        of.visible.labels(camera).set(len(people))
        of.track_seconds.labels(camera).inc(len(people) * self._seconds_since_last(scene.pts))
        of.tracks.labels(camera).inc(self._count_new([seen.track.number for seen in people]))

    def dropped(self, frames: int) -> None:
        """Count frames that were left out because a newer one was there."""
        self._instruments.dropped.labels(self._camera).inc(frames)

    def failed(self) -> None:
        """Count a frame that could not be analysed."""
        self._instruments.failed.labels(self._camera).inc()

    def encoded(self, seconds: float) -> None:
        """Count one picture that was drawn and encoded for viewers."""
        self._instruments.stages.labels(self._camera, Stage.ENCODE).observe(seconds)

    def joined(self, form: ViewForm) -> None:
        """Count one more viewer."""
        self._instruments.viewers.labels(self._camera, form).inc()

    def left(self, form: ViewForm) -> None:
        """Count one viewer less."""
        self._instruments.viewers.labels(self._camera, form).dec()

    @contextmanager
    def watched(self, form: ViewForm) -> Iterator[None]:
        """Count one more viewer within the block."""
        self.joined(form)
        try:
            yield
        finally:
            self.left(form)

    def _seconds_since_last(self, pts: float) -> float:
        last, self._last_pts = self._last_pts, pts
        return 0.0 if last is None or pts - last > _LONGEST_GAP_SECONDS else max(pts - last, 0.0)

    def _count_new(self, numbers: list[int]) -> int:
        """Return how many of ``numbers`` were not seen before; a tracker gives them in rising order."""
        new = sum(number > self._newest_track for number in numbers)
        self._newest_track = max(self._newest_track, *numbers, 0)
        return new
