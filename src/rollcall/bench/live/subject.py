"""The system that is measured, in a process of its own: its memory is then its own, and its pool of threads fresh."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from rollcall.bench.live.cast import Actor, lay_gallery
from rollcall.bench.live.figures import Holding, SystemFigures
from rollcall.bench.live.measuring import Measuring
from rollcall.bench.live.scene import Scene
from rollcall.bench.live.settings import settings_for
from rollcall.bench.live.watch import Watch
from rollcall.capture import StreamState
from rollcall.config import VisionSettings
from rollcall.errors import RollcallError
from rollcall.program import Program, running_program
from rollcall.service import System
from rollcall.service.memory_arenas import share_arenas
from rollcall.vision import load_pack
from rollcall.web.access import Role

__all__ = ["Subject", "Task", "wait_until_ready"]

_READY_SECONDS = 600.0
_SETTLE_SECONDS = 5.0
_STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What the system has to do."""

    cast: tuple[Actor, ...]
    """Whom it knows."""
    urls: tuple[str, ...]
    ahead: tuple[int, ...]
    """How many frames each camera is ahead of the clock."""
    vision: VisionSettings
    webhook: str | None = None
    """Where everything that happens is told."""


class Subject:
    """The whole program at work in a process of its own; a context manager."""

    def __init__(self, task: Task) -> None:
        """Start it and wait until all cameras are live and everybody is enrolled. Raises RollcallError."""
        self._pipe, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process: Any = context.Process(target=_run, args=(task, there), daemon=True)
        self._process.start()
        there.close()
        self.url, self.link, self.key = self._receive()
        """Where its pages are, the link that signs a browser in, and an API key of an administrator."""

    def begin(self) -> None:
        """Measure from now on."""
        self._ask("begin")

    def end(self) -> SystemFigures:
        """Measure no longer, and return what came of it."""
        figures: SystemFigures = self._ask("end")
        return figures

    def holding(self) -> Holding:
        """Return what it holds now."""
        held: Holding = self._ask("holding")
        return held

    def __enter__(self) -> Subject:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()
        self._process.join(_STOP_SECONDS)
        self._process.kill()

    def _ask(self, question: str) -> Any:
        self._pipe.send(question)
        return self._receive()

    def _receive(self) -> Any:
        try:
            if self._pipe.poll(_READY_SECONDS + _SETTLE_SECONDS):
                return self._pipe.recv()
        except EOFError:
            raise RollcallError("The measured process ended without an answer.") from None
        raise RollcallError("The measured process does not answer.")


def wait_until_ready(system: System, people: int) -> None:
    """Wait until all cameras are live and ``people`` are enrolled. Raises RollcallError where that takes too long."""
    patience = time.monotonic() + _READY_SECONDS
    while len(system.gallery) < people or any(each.status.state is not StreamState.LIVE for each in system.pipelines):
        if time.monotonic() > patience:
            raise RollcallError(f"After {_READY_SECONDS:g} s the system is not at work yet.")
        time.sleep(0.2)


def _run(task: Task, pipe: Connection) -> None:
    """Be the program until whoever started it closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("rollcall").setLevel(logging.ERROR)
    share_arenas()
    watch = Watch(load_pack(task.vision))
    with tempfile.TemporaryDirectory(prefix="rollcall-bench-") as name:
        folder = Path(name)
        lay_gallery(task.cast, folder / "gallery")
        with running_program(settings_for(task.urls, folder, task.vision, task.webhook), watch.pack) as program:
            wait_until_ready(program.system, len(task.cast))
            time.sleep(_SETTLE_SECONDS)
            pipe.send(_address(program))
            _answer(pipe, Measuring(program.system, watch, Scene(task.cast), task.ahead))


def _address(program: Program) -> tuple[str, str | None, str]:
    """Return where the pages are, the link that signs a browser in, and an API key of an administrator."""
    server = program.server
    return server.url, server.welcome_url, server.parts.access.keys.add("bench", Role.ADMIN, "bench")[1]


def _answer(pipe: Connection, measuring: Measuring) -> None:
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        pipe.send(getattr(measuring, question)())
