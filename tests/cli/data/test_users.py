"""``rollcall users`` as a user meets it."""

from __future__ import annotations

import time

from cli.command import one_line
from rollcall.config import StoreSettings
from rollcall.store import Store
from rollcall.web.access import Role, Sessions, Users


def test_lost_password_is_replaced_and_its_sessions_end(run, data):
    store = Store(StoreSettings(data=data))
    users = Users(store.accounts, time.time)
    users.add("ada", Role.ADMIN, "the one she lost")
    Sessions(store.accounts, 60.0, time.time).open("ada")
    store.close()
    assert "ada  admin" in run("users", "list").stdout
    run("users", "password", "ada", "--password", "the one she chose")
    store = Store(StoreSettings(data=data))
    users = Users(store.accounts, time.time)
    assert users.knows("ada", "the one she chose")
    assert store.accounts.sessions() == ()
    store.close()
    assert "nobody" in one_line(run("users", "password", "nobody", "--password", "the one she chose"))
