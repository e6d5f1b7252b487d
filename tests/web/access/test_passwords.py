from __future__ import annotations

import pytest

from rollcall.web.access.passwords import PasswordError, hash_password, is_password


def test_password_fits_its_own_hash_only():
    hashed = hash_password("correct horse", "ada")
    assert is_password("correct horse", hashed)
    assert not is_password("correct hors", hashed)
    assert not is_password("", hashed)


def test_hash_is_argon2id_with_a_salt_of_its_own():
    first, second = hash_password("correct horse", "ada"), hash_password("correct horse", "ada")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second


def test_nothing_fits_where_no_password_was_chosen():
    assert not is_password("", "")
    assert not is_password("anything", "")


def test_password_may_be_in_any_script_and_hold_half_a_surrogate():
    for password in ("비밀번호를 길게", "🔑" * 4 + "abcd", "\ud800-broken-half"):
        assert is_password(password, hash_password(password, "ada"))


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "aaaaaaaaaa", "Adalovelace"])
def test_easy_passwords_are_refused(password):
    with pytest.raises(PasswordError):
        hash_password(password, "adalovelace")
