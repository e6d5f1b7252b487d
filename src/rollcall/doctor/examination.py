"""All that is looked at, in the order in which one thing needs the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from rollcall.config import CameraSettings, Settings, ViewSettings
from rollcall.doctor.alerts import check_alerts
from rollcall.doctor.cameras import check_cameras
from rollcall.doctor.data import check_gallery, check_store
from rollcall.doctor.finding import Finding, ok, problem
from rollcall.doctor.machine import check_clock, check_disk, check_fonts, check_program, check_zone
from rollcall.doctor.models import check_liveness, check_pack, check_runtimes
from rollcall.doctor.pages import check_pages
from rollcall.doctor.receivers import check_receivers
from rollcall.doctor.video import check_decoders, check_gstreamer
from rollcall.errors import ConfigError, RollcallError

if TYPE_CHECKING:
    from rollcall.store.page_setup import PageSetup

__all__ = ["examine"]


def examine(
    load: Callable[[], Settings], camera_seconds: float, stand_ins: Sequence[CameraSettings] = ()
) -> Iterator[Finding]:
    """Look at everything, one finding after the other; at each camera for at most ``camera_seconds``.

    ``load`` returns the settings or raises ConfigError, after which only what depends on none is looked at. Where there
    are ``stand_ins``, they are connected to in place of the cameras. Nothing is changed, and a Rollcall that runs on
    the same data goes on.
    """
    yield from _checked("Rollcall", check_program)
    try:
        settings = load()
    except ConfigError as error:
        yield problem("settings", str(error))
        yield from _examine_machine(ViewSettings())
        return
    yield ok("settings", "they can be used")
    setup = _page_setup(settings)
    settings, cameras = setup.settings, (*setup.settings.cameras, *setup.cameras)
    yield from _examine_machine(settings.view)
    yield from _checked("runtimes", lambda: check_runtimes(settings.vision))
    yield from _checked("models", lambda: check_pack(settings.vision))
    yield from _checked("liveness", lambda: check_liveness(settings.vision))
    yield from _checked("disk", lambda: check_disk(settings.store))
    yield from _checked("database", lambda: check_store(settings.store))
    yield from _checked("gallery", lambda: check_gallery(settings.store))
    yield from _checked("pages", lambda: check_pages(settings.web))
    yield from _checked("alerts", lambda: check_receivers(settings))
    yield from _checked("alerts", lambda: check_alerts(settings, [camera.name for camera in cameras]))
    yield from _checked("cameras", lambda: check_cameras(stand_ins or cameras, settings.capture, camera_seconds))


def _examine_machine(view: ViewSettings) -> Iterator[Finding]:
    yield from _checked("GStreamer", check_gstreamer)
    yield from _checked("decoders", check_decoders)
    yield from _checked("clock", check_clock)
    yield from _checked("time zone", lambda: check_zone(os.environ.get("TZ")))
    yield from _checked("fonts", lambda: check_fonts(view))


def _checked(subject: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Return what ``check`` finds; what it raises is a finding too, and keeps nothing else from being looked at."""
    try:
        yield from check()
    except RollcallError as error:
        yield problem(subject, str(error))
    except ImportError as error:
        what = " ".join(str(error).split())
        yield problem(
            subject,
            f"a part of the installation is missing or broken ({what})",
            "Remove .venv, then './run' installs anew.",
        )
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        yield problem(
            subject, f"it could not be looked at ({what})", "If that is no mistake of this machine, report it."
        )


def _page_setup(settings: Settings) -> PageSetup:
    """Return what was set up on pages too; nothing where the store cannot be read, which another check tells."""
    from rollcall.store import Access
    from rollcall.store.page_setup import PageSetup, read_page_setup

    with suppress(RollcallError):
        return read_page_setup(settings, Access.READ)
    return PageSetup(settings)
