"""What the measured process finds out about itself between two moments."""

from __future__ import annotations

import time

from rollcall.bench.capture.footprint import footprint
from rollcall.bench.live.figures import Holding, SystemFigures, spread_of
from rollcall.bench.live.scene import Scene
from rollcall.bench.live.watch import CameraLog, Watch
from rollcall.bench.threads import Ticks, processor_seconds, stages_between
from rollcall.service import System
from rollcall.store import DATABASE

__all__ = ["Measuring"]


class Measuring:
    """Measures the system of this process, again and again."""

    def __init__(self, system: System, watch: Watch, scene: Scene, ahead: tuple[int, ...]) -> None:
        self._data = system.settings.store.data
        self._names = [pipeline.name for pipeline in system.pipelines]
        self._watch = watch
        self._scene = scene
        self._ahead = ahead
        self._logs: dict[str, CameraLog] = {}
        self._ticks: Ticks = {}
        self._began = 0.0
        for pipeline in system.pipelines:
            watch.listen(pipeline)

    def begin(self) -> None:
        """Measure from now on."""
        self._logs = {name: CameraLog(self._scene, ahead) for name, ahead in zip(self._names, self._ahead, strict=True)}
        self._ticks, self._began = processor_seconds(), time.monotonic()
        self._watch.begin(self._logs)

    def end(self) -> SystemFigures:
        """Measure no longer, and return what came of it."""
        self._watch.begin({})
        seconds, stages = time.monotonic() - self._began, stages_between(self._ticks, processor_seconds())
        logs = self._logs.values()
        namings = [naming for log in logs for naming in log.namings.done]
        return SystemFigures(
            cameras=len(logs),
            seconds=seconds,
            engine=self._watch.engine,
            analysed_per_second=[len(log.ages) / seconds for log in logs],
            age=spread_of([age for log in logs for age in log.ages]),
            naming=spread_of([naming.seconds for naming in namings if naming.seconds is not None]),
            nameless=sum(naming.seconds is None for naming in namings),
            wrong=sum(log.namings.wrong for log in logs),
            stages={stage: taken / seconds for stage, taken in stages.items()},
            megabytes=footprint().megabytes,
        )

    def holding(self) -> Holding:
        """Return what the program holds now."""
        # With the journal beside it, which SQLite empties from time to time.
        size = sum(file.stat().st_size for file in self._data.glob(f"{DATABASE}*"))
        return Holding(footprint(), size / 1e6, sum(len(log.ages) for log in self._logs.values()))
