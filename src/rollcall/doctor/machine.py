"""The machine: program, clock, disk, fonts."""

from __future__ import annotations

import ctypes
import platform
import shutil
import sys
import time
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rollcall import __version__
from rollcall.config import StoreSettings, ViewSettings
from rollcall.doctor.finding import Finding, ok, problem, warning

__all__ = ["check_clock", "check_disk", "check_fonts", "check_program", "check_zone", "nearest_folder"]

_EARLIEST = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
"""This program is not older."""
_NOT_SYNCHRONISED = 5
"""TIME_ERROR: what adjtimex returns while nobody sets the clock (adjtimex(2))."""
_TIMEX_BYTES = 512
"""More than the structure has on any system; all zeros ask and change nothing."""
_GIGABYTE = 1e9
_FULL_BYTES = 100e6
_NARROW_BYTES = 2e9
_KOREAN = "김철수"


def check_program() -> Iterator[Finding]:
    """Tell what runs, and on what."""
    yield ok("Rollcall", f"{__version__}, Python {platform.python_version()}, {platform.platform()}")


def check_clock(now: float | None = None) -> Iterator[Finding]:
    """Look whether the clock can be right, and whether anybody sets it; ``now``: Unix time, else the clock's."""
    now = time.time() if now is None else now
    told = datetime.fromtimestamp(now).astimezone().isoformat(timespec="seconds")
    if now < _EARLIEST:
        yield problem("clock", f"it is {told}, before this program was made", "Set the clock; sightings bear its time.")
    elif _is_synchronised() is False:
        yield warning(
            "clock",
            f"it is {told}, and no time server sets it",
            "Switch NTP on ('timedatectl set-ntp true'), so that sightings bear the right time.",
        )
    else:
        yield ok("clock", f"it is {told}")


def check_zone(zone: str | None) -> Iterator[Finding]:
    """Look whether the ``zone`` that ``TZ`` names is here: another one would be UTC, without a word of it."""
    # What has no slash may be a rule of its own, such as KST-9; Windows knows no other.
    if zone is None or "/" not in zone or not zoneinfo.TZPATH:
        return
    if any((Path(place) / zone.removeprefix(":")).is_file() for place in zoneinfo.TZPATH):
        yield ok("time zone", zone)
    else:
        yield warning(
            "time zone",
            f"'{zone}', which TZ names, is not here, so hours are those of UTC",
            "Check its spelling (Asia/Seoul), or install tzdata.",
        )


def _is_synchronised() -> bool | None:
    """Return whether the kernel knows that somebody sets its clock, or None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    try:
        answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if answer < 0 else bool(answer != _NOT_SYNCHRONISED)


def check_disk(settings: StoreSettings) -> Iterator[Finding]:
    """Look how much room there is where the data lie, or will lie."""
    place = nearest_folder(settings.data)
    free = shutil.disk_usage(place).free
    words = f"{free / _GIGABYTE:.1f} GB are free in {place}"
    if free < _FULL_BYTES:
        yield problem("disk", words, "Make room: sightings wait in memory while none is left.")
    elif free < _NARROW_BYTES:
        yield warning("disk", words, "Make room, or lower 'store.images_gigabytes' and retention.")
    else:
        yield ok("disk", words)


def nearest_folder(folder: Path) -> Path:
    """Return ``folder``, or the nearest one above it that is there."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def check_fonts(settings: ViewSettings) -> Iterator[Finding]:
    """Look whether Korean names can be written into pictures."""
    from rollcall.view.fonts import can_write, load_font

    font = load_font(settings.font, 20)
    name = font.getname()[0] or "the font"
    if can_write(font, _KOREAN):
        yield ok("fonts", f"Korean names are written in {name}")
    else:
        yield warning(
            "fonts",
            f"{name} has no Korean signs: in MJPEG and the window such names show as boxes",
            "Install fonts-noto-cjk, or name a font file in 'view.font'.",
        )
