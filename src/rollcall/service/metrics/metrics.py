"""All that one system counts, and who is asked when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from rollcall.service.metrics.camera_metrics import CameraMetrics
from rollcall.service.metrics.instruments import Instruments
from rollcall.service.sightings.events import Event, EventKind

__all__ = ["Metrics"]


class Metrics:
    """The metrics of one system; any thread may count or read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._instruments = Instruments(self._registry)
        self._known: set[str] = set()
        self._queues = Gauge(
            "rollcall_queue_depth", "What waits to be done, by where it waits.", ["queue"], registry=self._registry
        )
        ProcessCollector(registry=self._registry)

    def of(self, camera: str) -> CameraMetrics:
        """Return what counts for ``camera``."""
        self._known.add(camera)
        self._instruments.begin(camera)
        return CameraMetrics(self._instruments, camera)

    def count_event(self, event: Event) -> None:
        """Count what has happened before a camera."""
        camera, begins = event.sighting.camera, event.kind is EventKind.APPEARED
        if begins:
            self._instruments.sightings.labels(camera).inc()
        if event.kind is EventKind.NAMED or (begins and event.sighting.person is not None):
            self._instruments.names.labels(camera).inc()

    def watch_queue(self, name: str, depth: Callable[[], int]) -> None:
        """Ask how deep the queue ``name`` is whenever somebody reads; ``depth`` must not wait for anything."""
        self._queues.labels(name).set_function(depth)

    def watch(self, collector: Collector) -> None:
        """Ask ``collector`` too whenever somebody reads."""
        self._registry.register(collector)

    def keep_only(self, cameras: set[str]) -> None:
        """Tell nothing more of cameras that are gone."""
        for camera in self._known - cameras:
            self._instruments.forget(camera)

    def collect(self) -> Iterator[Metric]:
        """Return every metric with its values now."""
        for family in self._registry.collect():
            # The library tells of each series when it was made, in one more series; nobody asks.
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family

    def text(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics in the form that ``accept``, as HTTP's header, prefers, and the media type of it."""
        encode, media_type = choose_encoder(accept)
        return encode(self), media_type
