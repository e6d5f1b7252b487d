"""The whole program from start to stop: demo if there is no camera, system, feeds, web server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import click

from rollcall.config import Settings
from rollcall.demo import demo_camera, move_out
from rollcall.outputs import Outputs
from rollcall.service import System
from rollcall.store import DATABASE, Store
from rollcall.view import Feeds
from rollcall.vision import load_pack
from rollcall.web import WebServer, create_app, find_certificate

__all__ = ["running_system"]


@contextmanager
def running_system(settings: Settings) -> Iterator[tuple[Feeds, str]]:
    """Run the system and its pages; give the pictures of its cameras and the address of its pages.

    Until a password was chosen the address signs its first visitor in, once.

    Whatever was begun is ended in the opposite order, also when a later part cannot start.
    """
    with ExitStack() as ending:
        if not _has_camera(settings):
            click.echo("No camera was named, so this is the demo: public-domain portraits, played over RTSP.")
            settings = ending.enter_context(demo_camera(settings))
        system = System(settings, load_pack(settings.vision))
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
        if certificate is not None and certificate.fingerprint is not None:
            click.echo(f"The certificate is self-signed; browsers show its fingerprint: {certificate.fingerprint}")
        yield feeds, server.welcome_url or server.url


def _has_camera(settings: Settings) -> bool:
    """Return whether a camera stands in the settings or was added on a page, be it while the demo ran."""
    if settings.cameras:
        return True
    move_out(settings.store)
    if not (settings.store.data / DATABASE).is_file():
        return False
    with closing(Store(settings.store)) as store:
        return bool(store.cameras.all())
