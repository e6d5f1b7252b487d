"""The demo's own store: what was set up on the demo's pages goes on in the user's store, without the demo."""

from __future__ import annotations

from contextlib import closing

from rollcall.config import StoreSettings
from rollcall.redaction import SourceUrl
from rollcall.store.accounts import Accounts
from rollcall.store.cameras import CameraTable
from rollcall.store.store import DATABASE, Access, Store

__all__ = ["demo_store", "move_out", "waiting_cameras"]

_FOLDER = "demo"


def demo_store(settings: StoreSettings) -> StoreSettings:
    """Return where the demo keeps its own, within the user's folder: its people must not stay among the user's."""
    return settings.model_copy(update={"data": settings.data / _FOLDER})


def waiting_cameras(settings: StoreSettings) -> dict[str, SourceUrl]:
    """Return the cameras that ``move_out`` would take along. Raises StoreError where they cannot be read."""
    demo = demo_store(settings)
    if not (demo.data / DATABASE).is_file():
        return {}
    with closing(Store(demo, access=Access.READ)) as store:
        return store.cameras.all()


def move_out(settings: StoreSettings) -> None:
    """Take the cameras that were added while the demo ran, and who may sign in, into the user's own store.

    Does nothing where there is no such camera. Raises StoreError where one of the stores cannot be opened.
    """
    where = demo_store(settings)
    if not (where.data / DATABASE).is_file():
        return
    with closing(Store(where)) as demo:
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
