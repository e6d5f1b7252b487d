"""The program as ``rollcall run`` starts it: the demo if there is no camera, and the models chosen on a page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from rollcall.config import Settings
from rollcall.demo import demo_camera
from rollcall.errors import RollcallError
from rollcall.program import running_program
from rollcall.service.memory_arenas import share_arenas
from rollcall.store import Access
from rollcall.store.demo import move_out
from rollcall.store.page_setup import read_page_setup
from rollcall.view import Feeds
from rollcall.vision import ModelPack, load_pack

__all__ = ["running_system"]

_log = logging.getLogger(__name__)


@contextmanager
def running_system(settings: Settings) -> Iterator[tuple[Feeds, str]]:
    """Run the program; give the pictures of its cameras and the address of its pages.

    Until a password was chosen the address signs its first visitor in, once.
    """
    share_arenas()
    with ExitStack() as ending:
        settings = _prepare(settings, ending)
        program = ending.enter_context(running_program(settings, _load_pack(settings)))
        certificate = program.certificate
        if certificate is not None and certificate.fingerprint is not None:
            click.echo(f"The certificate is self-signed; browsers show its fingerprint: {certificate.fingerprint}")
        yield program.feeds, program.server.welcome_url or program.server.url


def _prepare(settings: Settings, ending: ExitStack) -> Settings:
    """Return the settings to run with: the demo's where no camera stands in them or was added on a page."""
    if settings.cameras:
        return settings
    move_out(settings.store)
    if read_page_setup(settings, Access.OWN).cameras:
        return settings
    click.echo("No camera was named, so this is the demo: public-domain portraits, played over RTSP.")
    return ending.enter_context(demo_camera(settings))


def _load_pack(settings: Settings) -> ModelPack:
    """Load the pack that was chosen on a page, or that of the settings where it cannot be had."""
    chosen = read_page_setup(settings, Access.OWN).settings.vision
    try:
        return load_pack(chosen)
    except RollcallError as error:
        if chosen == settings.vision:
            raise
        _log.error("the models that were chosen on a page cannot be had, so others are taken: %s", error)
        return load_pack(settings.vision)
