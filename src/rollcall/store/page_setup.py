"""What was set up on pages, for who wants it without a system at work."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rollcall.config import PAGE_KEY, CameraSettings, Settings, kept_values, with_page
from rollcall.store.demo import waiting_cameras
from rollcall.store.store import DATABASE, Access, Store

__all__ = ["PageSetup", "read_page_setup"]


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The settings with what was changed on a page in them, and the cameras that were added there."""

    settings: Settings
    changed: Collection[str] = ()
    """What was changed on a page, as section.name."""
    cameras: tuple[CameraSettings, ...] = ()
    """Without those that the settings name too, which go before them.

    Where the settings name none, those that were added during the demo are among them: the next start takes them along.
    """


def read_page_setup(settings: Settings, access: Access) -> PageSetup:
    """Return what the store of ``settings`` remembers; nothing where there is none yet. Raises StoreError."""
    added = {} if settings.cameras else waiting_cameras(settings.store)
    page: dict[str, Any] = {}
    if (settings.store.data / DATABASE).is_file():
        with closing(Store(settings.store, access=access)) as store:
            page = kept_values(store.preferences.get(PAGE_KEY), settings)
            added |= store.cameras.all()
    named = {camera.name for camera in settings.cameras}
    cameras = [CameraSettings(name=name, url=url) for name, url in added.items() if name not in named]
    return PageSetup(with_page(settings, page), tuple(page), tuple(cameras))
