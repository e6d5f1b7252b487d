from __future__ import annotations

import pytest

from rollcall.errors import StoreError
from rollcall.store import ApiKeyRecord, SessionRecord, Store, UserRecord
from store.samples import NOW, Reopen

ADA = UserRecord("ada", "", "admin", NOW)
KEY = ApiKeyRecord("k1", "Home Assistant", "viewer", "12" * 32, "ada", NOW)


def session(number: int, user: str = "ada") -> SessionRecord:
    return SessionRecord(f"{number:064d}", user, NOW + number, NOW + number)


def test_accounts_outlive_the_process(store: Store, reopen: Reopen) -> None:
    store.accounts.put_user(ADA)
    store.accounts.add_session(session(1))
    store.accounts.add_api_key(KEY)
    accounts = reopen().accounts
    assert accounts.users() == (ADA,)
    assert accounts.sessions() == (session(1),)
    assert accounts.api_keys() == (KEY,)


def test_new_password_leaves_one_user_and_the_sessions(store: Store) -> None:
    store.accounts.put_user(ADA)
    store.accounts.add_session(session(1))
    changed = UserRecord("ada", "$argon2id$...", "operator", NOW)
    store.accounts.put_user(changed)
    assert store.accounts.users() == (changed,)
    assert store.accounts.sessions() == (session(1),)


def test_sessions_go_with_their_user(store: Store) -> None:
    store.accounts.put_user(ADA)
    store.accounts.put_user(UserRecord("bob", "", "viewer", NOW))
    store.accounts.add_session(session(1))
    store.accounts.add_session(session(2, "bob"))
    store.accounts.remove_user("ada")
    assert store.accounts.sessions() == (session(2, "bob"),)


def test_session_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.accounts.add_session(session(1, "nobody"))


def test_chosen_sessions_are_forgotten(store: Store) -> None:
    store.accounts.put_user(ADA)
    for number in (1, 2, 3):
        store.accounts.add_session(session(number))
    store.accounts.remove_sessions([session(1).digest, session(3).digest])
    assert store.accounts.sessions() == (session(2),)


def test_session_remembers_when_it_was_used(store: Store) -> None:
    store.accounts.put_user(ADA)
    store.accounts.add_session(session(1))
    store.accounts.touch_session(session(1).digest, NOW + 100)
    assert store.accounts.sessions()[0].seen == NOW + 100


def test_removed_key_is_gone(store: Store) -> None:
    store.accounts.add_api_key(KEY)
    store.accounts.remove_api_key("k1")
    assert store.accounts.api_keys() == ()
