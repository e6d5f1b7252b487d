"""From the demo to the first camera of one's own: what was set up on the demo's pages goes on without it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from rollcall.config import StoreSettings
from rollcall.store import DATABASE, Accounts, CameraTable, Store

__all__ = ["DEMO", "move_out"]

DEMO = "demo"
"""Directory of the demo's own store, within the user's: its people must not stay among the user's own."""


def move_out(settings: StoreSettings) -> None:
    """Take the cameras that were added while the demo ran, and who may sign in, into the user's own store.

    Does nothing where there is no such camera. Raises StoreError where one of the stores cannot be opened.
    """
    directory: Path = settings.data / DEMO
    if not (directory / DATABASE).is_file():
        return
    with closing(Store(settings.model_copy(update={"data": directory}))) as demo:
        if not demo.cameras.all():
            return
        with closing(Store(settings)) as own:
            _move_accounts(demo.accounts, own.accounts)
            _move_cameras(demo.cameras, own.cameras)


def _move_cameras(demo: CameraTable, own: CameraTable) -> None:
    known = own.all()
    for name, url in demo.all().items():
        if name not in known:
            own.put(name, url)
            own.put_masks(name, demo.masks(name))
        demo.remove(name)


def _move_accounts(demo: Accounts, own: Accounts) -> None:
    if any(user.password_hash for user in own.users()):
        return
    for user in demo.users():
        own.put_user(user)
    for session in demo.sessions():
        own.add_session(session)
    for key in demo.api_keys():
        own.add_api_key(key)
