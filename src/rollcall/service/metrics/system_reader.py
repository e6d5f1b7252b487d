"""What is not counted but read off the system's parts when somebody asks."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from typing import Protocol

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from rollcall import __version__
from rollcall.capture import StreamState, StreamStatus
from rollcall.identity import Gallery
from rollcall.service.metrics.metrics import Metrics
from rollcall.service.output_states import OutputState, OutputStates
from rollcall.service.sightings.record import Losses
from rollcall.vision import ModelPack

__all__ = ["SystemReader"]


_BYTES_PER_KILOBIT = 125


class _Watched(Protocol):
    """A camera at work, as ``Pipeline`` is one."""

    @property
    def name(self) -> str: ...
    @property
    def status(self) -> StreamStatus: ...


class _System(Protocol):
    """A running system, as ``System`` is one."""

    metrics: Metrics
    outputs: OutputStates
    gallery: Gallery
    pack: ModelPack

    @property
    def pipelines(self) -> tuple[_Watched, ...]: ...
    @property
    def store_trouble(self) -> str | None: ...
    @property
    def lost(self) -> Losses: ...


class SystemReader(Collector):
    """Reads a system's cameras, gallery, models and store; waits for none of them."""

    def __init__(self, system: _System) -> None:
        self._system = system

    def collect(self) -> Iterator[Metric]:
        """Return what is so now."""
        cameras = {pipeline.name: pipeline.status for pipeline in self._system.pipelines}
        self._system.metrics.keep_only(set(cameras))
        yield from _cameras(cameras)
        yield GaugeMetricFamily(
            "rollcall_gallery_people", "People who can be recognised.", value=len(self._system.gallery)
        )
        trouble = self._system.store_trouble is not None
        yield GaugeMetricFamily("rollcall_store_trouble", "1 while the store cannot write, else 0.", value=trouble)
        yield _lost(self._system.lost)
        yield from _outputs(self._system.outputs.all())
        yield _build()
        yield _models(self._system.pack)


def _cameras(cameras: dict[str, StreamStatus]) -> Iterator[Metric]:
    frames = CounterMetricFamily("rollcall_frames", "Frames that were decoded.", labels=["camera"])
    reconnects = CounterMetricFamily(
        "rollcall_camera_reconnects", "Connections begun after the first one.", labels=["camera"]
    )
    states = GaugeMetricFamily("rollcall_camera_state", "1 for the state it is in, else 0.", labels=["camera", "state"])
    since = GaugeMetricFamily(
        "rollcall_camera_state_since_timestamp_seconds", "Unix time at which that state began.", labels=["camera"]
    )
    delay = GaugeMetricFamily(
        "rollcall_camera_delay_seconds", "Delay of the newest frame beyond the least one seen.", labels=["camera"]
    )
    rate = GaugeMetricFamily(
        "rollcall_camera_bytes_per_second", "Encoded video that arrives, over the last two seconds.", labels=["camera"]
    )
    for camera, status in cameras.items():
        frames.add_metric([camera], status.frames)
        reconnects.add_metric([camera], status.reconnects)
        for state in StreamState:
            states.add_metric([camera, state], status.state is state)
        since.add_metric([camera], status.since)
        delay.add_metric([camera], status.delay_seconds)
        rate.add_metric([camera], status.kilobits_per_second * _BYTES_PER_KILOBIT)
    yield from (frames, reconnects, states, since, delay, rate)


def _outputs(states: Sequence[OutputState]) -> Iterator[Metric]:
    well = GaugeMetricFamily("rollcall_output_well", "1 while messages arrive, else 0.", labels=["output"])
    dropped = CounterMetricFamily("rollcall_output_dropped", "Messages that were given up.", labels=["output"])
    for state in states:
        well.add_metric([state.name], state.well)
        dropped.add_metric([state.name], state.dropped)
    yield from (well, dropped)


def _lost(lost: Losses) -> Metric:
    given_up = CounterMetricFamily(
        "rollcall_recorder_dropped", "What of sightings was given up, since the disk did not take it.", labels=["what"]
    )
    given_up.add_metric(["changes"], lost.changes)
    given_up.add_metric(["pictures"], lost.pictures)
    return given_up


def _build() -> Metric:
    values = {"version": __version__, "python": platform.python_version()}
    return InfoMetricFamily("rollcall_build", "The program.", value=values)


def _models(pack: ModelPack) -> Metric:
    values = {
        "pack": pack.name,
        "licence": pack.licence,
        "metric": pack.metric,
        "detector_engine": pack.detector.engine,
        "embedder_engine": pack.embedder.engine,
    }
    return InfoMetricFamily("rollcall_models", "The models at work.", value=values)
