"""What was set up on pages, for who wants it without a system at work."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass

from rollcall.config import PAGE_KEY, CameraSettings, Settings, kept_values, with_page
from rollcall.store.store import DATABASE, Access, Store

__all__ = ["PageSetup", "read_page_setup"]


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The settings with what was changed on a page in them, and the cameras that were added there."""

    settings: Settings
    changed: Collection[str] = ()
    """What was changed on a page, as section.name."""
    cameras: tuple[CameraSettings, ...] = ()
    """Without those that the settings name too, which go before them."""


def read_page_setup(settings: Settings, access: Access) -> PageSetup:
    """Return what the store of ``settings`` remembers; nothing where there is none yet. Raises StoreError."""
    if not (settings.store.data / DATABASE).is_file():
        return PageSetup(settings)
    named = {camera.name for camera in settings.cameras}
    with closing(Store(settings.store, access=access)) as store:
        page = kept_values(store.preferences.get(PAGE_KEY), settings)
        cameras = [CameraSettings(name=name, url=url) for name, url in store.cameras.all().items() if name not in named]
    return PageSetup(with_page(settings, page), tuple(page), tuple(cameras))
