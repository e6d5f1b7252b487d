"""Everybody who watches and asks, in a process of their own, so that they take nothing of the server's."""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from rollcall.bench.web.figures import Answers
from rollcall.bench.web.requests import ask
from rollcall.bench.web.viewers import watch, watch_pictures
from rollcall.errors import RollcallError

__all__ = ["Visit", "Visitors"]


@dataclass(frozen=True, slots=True)
class Visit:
    """What they do."""

    url: str
    key: str
    camera: str
    viewers: int
    requests_per_second: float
    seconds: float
    pictures: int = 0
    """Viewers of MJPEG."""


class Visitors:
    """A visit that has begun."""

    def __init__(self, what: Visit) -> None:
        self._pipe, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_run, args=(what, there), daemon=True)
        self._process.start()
        there.close()
        # Python and its modules take seconds to load.
        self._receive()

    def wait(self) -> tuple[list[float], Answers | None]:
        """Return at its end the pictures a second that each viewer got and what came of the requests."""
        done: tuple[list[float], Answers | None] = self._receive()
        self._process.join()
        return done

    def _receive(self) -> Any:
        try:
            return self._pipe.recv()
        except EOFError:
            raise RollcallError("The visitors ended before their time; the lines above tell why.") from None


def _run(what: Visit, pipe: Connection) -> None:
    pipe.send("here")
    pipe.send(asyncio.run(_visit(what)))


async def _visit(what: Visit) -> tuple[list[float], Answers | None]:
    watching = asyncio.create_task(watch(what.url, what.key, what.camera, what.viewers, what.seconds))
    looking = [
        asyncio.create_task(watch_pictures(what.url, what.key, what.camera, what.seconds)) for _ in range(what.pictures)
    ]
    answers = None
    if what.requests_per_second:
        answers = await ask(what.url, what.key, what.requests_per_second, what.seconds)
    return [*await watching, *await asyncio.gather(*looking)], answers
