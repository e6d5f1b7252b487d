"""The whole program from start to stop: cameras, their pictures for viewers, pages and ways out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from rollcall.config import Settings
from rollcall.outputs import Outputs
from rollcall.service import System
from rollcall.view import Feeds
from rollcall.vision import ModelPack
from rollcall.web import Certificate, WebServer, create_app, find_certificate

__all__ = ["Program", "running_program"]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Its parts at work."""

    system: System
    feeds: Feeds
    server: WebServer
    certificate: Certificate | None
    """What its pages are served by; None for plain HTTP."""


@contextmanager
def running_program(settings: Settings, pack: ModelPack) -> Iterator[Program]:
    """Run it for the length of a block. Raises RollcallError where a part cannot start.

    Whatever was begun is ended in the opposite order, also when a later part cannot start.
    """
    with ExitStack() as ending:
        system = System(settings, pack)
        ending.callback(system.stop)
        feeds = Feeds(system.cameras, settings.view)
        ending.callback(feeds.close)
        certificate = find_certificate(settings.web, settings.store.data)
        server = WebServer(create_app(system, feeds), settings.web, certificate)
        ending.callback(server.stop)
        outputs = Outputs(settings, system)
        ending.callback(outputs.stop)
        outputs.start()
        system.start()
        server.start()
        yield Program(system, feeds, server, certificate)
