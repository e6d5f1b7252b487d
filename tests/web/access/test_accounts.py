"""Users, sessions and keys over a real store, with a clock that the tests turn."""

from __future__ import annotations

import dataclasses

import pytest

from rollcall.config import StoreSettings, WebSettings
from rollcall.store import Store
from rollcall.web.access import COOKIE, Access, Caller, Role, UnknownKeyError, UnknownUserError, UserError, Way

DAY = 86_400.0
PASSWORD = "correct horse"


@dataclasses.dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path):
    store = Store(StoreSettings(data=tmp_path))
    yield store
    store.close()


@pytest.fixture
def access(store, clock):
    return Access(store.accounts, WebSettings(), clock)


def again(store, clock):
    """What the next start of the program sees."""
    return Access(store.accounts, WebSettings(), clock)


def test_first_start_makes_an_administrator_with_a_link(access):
    assert [(user.name, user.role) for user in access.users.all] == [("admin", "admin")]
    assert access.welcome is not None
    assert access.welcome.user == "admin"


def test_link_opens_once(access):
    assert not access.welcome.redeem("wrong")
    assert access.welcome.redeem(access.welcome.secret)
    assert not access.welcome.redeem(access.welcome.secret)


def test_each_start_makes_another_link_until_there_is_a_password(access, store, clock):
    second = again(store, clock)
    assert second.welcome.secret != access.welcome.secret
    second.users.set_password("admin", PASSWORD)
    assert again(store, clock).welcome is None


def test_session_outlives_the_program(access, store, clock):
    secret = access.sessions.open("admin")
    assert again(store, clock).identify({}, {COOKIE: secret}).name == "admin"


def test_session_ends_after_a_month_without_use(access, clock):
    secret = access.sessions.open("admin")
    clock.now += 29 * DAY
    access.sessions.touch(secret)
    clock.now += 29 * DAY
    assert access.identify({}, {COOKIE: secret}) is not None
    clock.now += 2 * DAY
    assert access.identify({}, {COOKIE: secret}) is None


def test_fifty_first_session_ends_the_one_unused_for_longest(access, clock, store):
    secrets = []
    for _ in range(51):
        secrets.append(access.sessions.open("admin"))
        clock.now += 1
    assert access.sessions.user_of(secrets[0]) is None
    assert all(access.sessions.user_of(secret) for secret in secrets[1:])
    assert len(store.accounts.sessions()) == 50


def test_secrets_are_not_in_the_store(access, store):
    session = access.sessions.open("admin")
    _, key = access.keys.add("script", Role.VIEWER, "admin")
    kept = f"{store.accounts.sessions()}{store.accounts.api_keys()}"
    assert session not in kept
    assert key not in kept


def test_key_tells_name_and_role(access):
    _, key = access.keys.add("Home Assistant", Role.OPERATOR, "admin")
    for headers in ({"x-api-key": key}, {"authorization": f"Bearer {key}"}):
        caller = access.identify(headers, {})
        assert (caller.name, caller.role, caller.way) == ("Home Assistant", Role.OPERATOR, Way.KEY)


def test_wrong_key_is_refused_although_the_cookie_is_right(access):
    secret = access.sessions.open("admin")
    assert access.identify({"x-api-key": "wrong"}, {COOKIE: secret}) is None


def test_removed_key_opens_nothing_from_then_on(access, store, clock):
    key, secret = access.keys.add("script", Role.VIEWER, "admin")
    access.keys.remove(key.id)
    assert access.identify({"x-api-key": secret}, {}) is None
    assert again(store, clock).keys.all == ()
    with pytest.raises(UnknownKeyError):
        access.keys.remove(key.id)


def test_user_knows_only_the_own_password(access):
    access.users.add("ada", Role.VIEWER, PASSWORD)
    assert access.users.knows("ada", PASSWORD)
    assert not access.users.knows("ada", "wrong password")
    assert not access.users.knows("nobody", PASSWORD)
    assert not access.users.knows("admin", "")


def test_name_is_taken_once(access):
    with pytest.raises(UserError, match="already"):
        access.users.add(" admin ", Role.VIEWER, PASSWORD)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 65])
def test_unfit_names_are_refused(access, name):
    with pytest.raises(UserError):
        access.users.add(name, Role.VIEWER, PASSWORD)


def test_last_administrator_stays(access):
    with pytest.raises(UserError, match="last administrator"):
        access.users.remove("admin")
    with pytest.raises(UserError, match="last administrator"):
        access.users.set_role("admin", Role.VIEWER)
    access.users.add("ada", Role.ADMIN, PASSWORD)
    access.users.remove("admin")
    assert [user.name for user in access.users.all] == ["ada"]


def test_changed_role_holds_for_open_sessions_at_once(access):
    access.users.add("ada", Role.ADMIN, PASSWORD)
    secret = access.sessions.open("ada")
    access.users.set_role("ada", Role.VIEWER)
    assert access.identify({}, {COOKIE: secret}).role is Role.VIEWER


def test_no_user_is_a_monitor_since_no_page_would_show_anything(access):
    with pytest.raises(UserError, match="API keys"):
        access.users.add("prometheus", Role.MONITOR)
    access.users.add("Ada", Role.VIEWER)
    with pytest.raises(UserError, match="API keys"):
        access.users.set_role("Ada", Role.MONITOR)


def test_nobody_of_that_name_cannot_be_changed(access):
    with pytest.raises(UnknownUserError):
        access.users.set_password("nobody", PASSWORD)


def test_without_login_everybody_is_administrator(store, clock):
    open_access = Access(store.accounts, WebSettings(auth=False), clock)
    assert open_access.identify({}, {}) == Caller("local", Role.ADMIN, Way.OPEN)
    assert open_access.welcome is None


def test_each_role_includes_those_before_it():
    assert [[other for other in Role if role.includes(other)] for role in Role] == [
        [Role.MONITOR],
        [Role.MONITOR, Role.VIEWER],
        [Role.MONITOR, Role.VIEWER, Role.OPERATOR],
        [Role.MONITOR, Role.VIEWER, Role.OPERATOR, Role.ADMIN],
    ]


def test_an_administrator_comes_besides_users_who_were_added_while_nobody_had_to_sign_in(store, clock):
    free = Access(store.accounts, WebSettings(auth=False), clock)
    for name in ("admin", "ada"):
        free.users.add(name, Role.VIEWER, PASSWORD)
    free.users.remove("ada")
    bound = Access(store.accounts, WebSettings(), clock)
    assert bound.users.role_of("admin") is Role.VIEWER
    assert bound.users.role_of("admin2") is Role.ADMIN
    with pytest.raises(UserError, match="last administrator"):
        bound.users.remove("admin2")
