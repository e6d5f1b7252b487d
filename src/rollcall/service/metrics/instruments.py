"""What is counted of each camera while it works, as Prometheus has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from rollcall.service.analysis.work import Stage

__all__ = ["Instruments", "ViewForm"]

ViewForm = Literal["h264", "mjpeg"]
"""How a viewer gets the video: as the camera encoded it, or as pictures with the boxes drawn in."""

_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56)
_AGE_SECONDS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0)


class Instruments:
    """Counters, gauges and histograms of all cameras of one system."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, meaning: str) -> Counter:
            return Counter(f"rollcall_{name}", meaning, ["camera"], registry=registry)

        self.analysed = counter("frames_analysed", "Frames that were analysed.")
        self.dropped = counter("frames_dropped", "Frames left out because a newer one was there.")
        self.failed = counter("frames_failed", "Frames whose analysis failed; the log says why.")
        self.embeddings = counter("embeddings", "Faces that were embedded.")
        self.tracks = counter("tracks", "Tracks that began.")
        self.track_seconds = counter("track_seconds", "Time in the picture, added up over all tracks.")
        self.sightings = counter("sightings", "Stays that began.")
        self.names = counter("names", "Names given, when a stay began or later in it.")
        self.visible = Gauge(
            "rollcall_tracks_visible", "Tracks in the newest analysed frame.", ["camera"], registry=registry
        )
        self.age = Histogram(
            "rollcall_frame_age_seconds",
            "From the taking of a frame until its boxes are out.",
            ["camera"],
            buckets=_AGE_SECONDS,
            registry=registry,
        )
        self.stages = Histogram(
            "rollcall_stage_seconds",
            "Time that a stage takes for one frame.",
            ["camera", "stage"],
            buckets=_STAGE_SECONDS,
            registry=registry,
        )
        self.viewers = Gauge(
            "rollcall_viewers", "Who watches a camera live, now.", ["camera", "form"], registry=registry
        )

    def begin(self, camera: str) -> None:
        """Tell of a camera from now on, with zeros first: of a series that is not there nobody can tell a rise."""
        for instrument, labels in self._series(camera):
            instrument.labels(*labels)

    def forget(self, camera: str) -> None:
        """Tell nothing more of a camera that is gone."""
        for instrument, labels in self._series(camera):
            # Older versions of the library complain of what was forgotten before.
            with suppress(KeyError):
                instrument.remove(*labels)

    def _series(self, camera: str) -> Iterator[tuple[Counter | Gauge | Histogram, tuple[str, ...]]]:
        for counter in (self.analysed, self.dropped, self.failed, self.embeddings, self.tracks, self.track_seconds):
            yield counter, (camera,)
        for instrument in (self.sightings, self.names, self.visible, self.age):
            yield instrument, (camera,)
        for stage in Stage:
            yield self.stages, (camera, stage)
        for form in get_args(ViewForm):
            yield self.viewers, (camera, form)
